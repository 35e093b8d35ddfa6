"""Which nodes, places and regions are known by a text, and what they are."""

from typing import Any

from corridor.network import Network

PlaceRow = tuple[str, str, str, str, str]


def places_named(net: Network, text: str) -> list[PlaceRow]:
    """Return name, id, kind, countries and further names of what has a text in its name."""
    found = net.directory.search(text)
    return [_row(net, section, key, names) for (section, key), names in found]


def _row(net: Network, section: str, key: str, names: list[str]) -> PlaceRow:
    thing: Any = getattr(net, section)[key]
    if section == "nodes":
        kind, country = thing.kind.replace("_", " "), thing.country
    else:
        members = thing.nodes if section == "places" else [item.node for item in thing.gateways]
        kind = f"{section[:-1]}: {', '.join(members)}"
        country = " ".join(dict.fromkeys(net.nodes[node].country for node in members))
    also = [name for name in names if name not in {thing.name, key}]
    return (thing.name, key, kind, country, ", ".join(also))
