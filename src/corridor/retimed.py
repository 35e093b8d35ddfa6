"""A network with other times: the same file, its fitted elements and norms replaced."""

from collections.abc import Mapping
from dataclasses import replace

from corridor.errors import Step
from corridor.estimates import Estimate, Norm
from corridor.network import Network

Path = tuple[Step, ...]


def retimed(
    net: Network, times: Mapping[Path, Estimate], norms: Mapping[str, Norm] | None = None
) -> Network:
    """Return the network with other estimates at some paths, and other norms."""
    file = net.file
    legs = {
        key: replace(leg, transit_time=times.get(("legs", key, "transit_time"), leg.transit_time))
        for key, leg in file.legs.items()
    }
    nodes = {
        key: replace(
            node,
            dwell=tuple(
                replace(entry, time=times.get(("nodes", key, "dwell", number, "time"), entry.time))
                for number, entry in enumerate(node.dwell)
            ),
        )
        if node.dwell
        else node
        for key, node in file.nodes.items()
    }
    defaults = tuple(
        replace(entry, time=times.get(("dwell_defaults", number, "time"), entry.time))
        for number, entry in enumerate(file.dwell_defaults)
    )
    changed = replace(
        file,
        legs=legs,
        nodes=nodes,
        dwell_defaults=defaults,
        norms={**file.norms, **(norms or {})},
    )
    return net.with_file(changed)
