"""Networks made in code: values, mappings and texts, judged by the reader of files."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, Unpack

from corridor.errors import Finding
from corridor.network.model import Leg, Node
from corridor.network.network import Network, digest_of
from corridor.reading.cached import Known
from corridor.reading.load import load_network, seen
from corridor.reading.merging import BUNDLED, joined
from corridor.reading.reader import read_trees
from corridor.reading.value_tree import tree_of, typed_tree
from corridor.signatures import suggest_arguments
from corridor.user_values import of_kind, of_numpy, one_of

Records = Iterable[Any] | Mapping[str, Any]
#: What a network is called that is given no name.
TITLE = "built in code"


class FurtherSections(TypedDict, total=False):
    """What a network may hold that has no table of its own, by the keys of a network file."""

    sources: Records
    norms: Records
    dwell_defaults: Records
    places: Records
    regions: Records
    corridors: Records
    policies: Records
    advisories: Records
    runs: Records
    volumes: Records
    statements: Records
    emission_factors: Records
    grid_factors: Records
    emission_assumptions: Records
    exchange_rates: Records
    equipment: Records
    closures: Records
    departures: Records
    backlog: Records
    changes: Records
    reference_period: Any
    dependence: Any
    inventory_cost: Any


class Sections(FurtherSections, total=False):
    """What a network may hold beside nodes and legs, by the keys of a network file."""

    journeys: Records
    tariffs: Records


class Whole(Sections, total=False):
    """All that a network from elsewhere is given beside nodes and legs, as for `build_network`."""

    extends: Network | str | None
    name: str | None
    version: str | None
    as_of: Any
    strict: bool


@suggest_arguments
def build_network(
    nodes: Iterable[Node | Mapping[str, Any]] | Mapping[str, Any] = (),
    legs: Iterable[Leg | Mapping[str, Any]] | Mapping[str, Any] = (),
    *,
    extends: Network | str | None = None,
    name: str | None = None,
    version: str | None = None,
    as_of: Any = None,
    strict: bool = False,
    **sections: Unpack[Sections],
) -> Network:
    """Make a network from values in code, judged as a file is.

    Parameters
    ----------
    nodes, legs
        `Node` and `Leg` values, or mappings with the keys of a network file and an ``id``; or
        mappings by id. Quantities are texts with units (``"66 km"``), `Distance`, `Duration`,
        quantities of pint, or time deltas; numbers may be those of numpy, days those of pandas.
    extends
        A network that they are added to, or ``"bundled"``; as ``extends`` in a file.
    name, version
        What the network is called; without `extends` by default "built in code" and "1".
    as_of
        The day of the data; needed without `extends`.
    strict
        Refuse it for warnings too.
    sections
        Other parts of a network file, by their keys: places, corridors, dwell_defaults, sources...

    Returns
    -------
    Network
        As `load_network` gives it.

    Raises
    ------
    NetworkError
        With every problem, each with its place: ``legs[3]`` is the fourth of the legs.
    QuantityError
        When `extends` is no network.

    >>> import corridor as co
    >>> place = {"lat": 42.3, "lon": 41.6, "basis": "estimated", "rule": "from a map"}
    >>> net = co.build_network(
    ...     nodes=[{"id": "my-quay", "name": "My Quay", "country": "GE", "kind": "seaport",
    ...             "location": place}],
    ...     legs=[{"id": "poti--my-quay--road", "origin": "poti", "destination": "my-quay",
    ...            "mode": "road", "distance": "35 km", "transit_time": "1 h"}],
    ...     extends="bundled",
    ... )  # fmt: skip
    >>> co.find_route(net, "Poti", "My Quay").distance.km
    35.0
    """
    head = {"name": name, "version": version, "as_of": as_of}
    given = {"nodes": nodes, "legs": legs, **sections}
    return built(given, extends, head, strict=strict, label="build_network()")


def built(
    given: Mapping[str, Any],
    extends: Network | str | None,
    head: Mapping[str, Any],
    *,
    strict: bool,
    label: str,
    findings: Iterable[Finding] = (),
) -> Network:
    """Return the network of some sections and what it extends.

    Parameters
    ----------
    given
        The sections, as for `tree_of`.
    extends
        What they are added to.
    head
        Name, version and day; none where they are not given.
    strict
        Refuse it for warnings too.
    label
        What the whole is called in notices.
    findings
        What else was found wrong with it.
    """
    strict = of_kind(of_numpy(strict), "strict", bool)
    unknown = given.keys() - {"nodes", "legs"} - Sections.__annotations__.keys()
    if unknown:
        raise TypeError(f"{label} has no argument {min(unknown)!r}")
    if isinstance(extends, str):
        one_of(extends, [BUNDLED], "extends")
        extends = load_network()
    if extends is not None:
        of_kind(extends, "extends", Network)
    defaults = {} if extends else {"format": "1", "name": TITLE, "version": "1"}
    whole = defaults | {key: value for key, value in head.items() if value is not None}
    tree = tree_of(whole | {key: value for key, value in given.items() if value is not None}, label)
    tree.findings += findings
    trees = [typed_tree(extends.file, "extends"), tree] if extends else [tree]
    file, notices = read_trees(trees, joined(trees), strict=strict)
    return seen(Known(file, notices, digest_of(file)))
