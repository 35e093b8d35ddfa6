"""A network as a networkx graph, and as GraphML; the only module that imports networkx."""

from typing import TYPE_CHECKING

from corridor.formats.network_rows import leg_record
from corridor.formats.tables import to_records
from corridor.network.columns import Record
from corridor.network.network import Network
from corridor.signatures import suggest_arguments
from corridor.text import shown

if TYPE_CHECKING:
    import networkx as nx


BACK = "/back"
LEFT_OUT = {"id", "origin", "destination", "open"}


@suggest_arguments
def to_networkx(net: Network) -> "nx.MultiDiGraph[str]":
    """Return the network of its day as a networkx graph of places, for tools that read one.

    Dwell depends on the pair of legs, so a shortest path in this graph is no route: it knows
    nothing of transfers. `find_route` does.

    Parameters
    ----------
    net
        The network, seen on its day; legs that are closed on it are left out.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes and edges carry the columns of `to_records` that are known, times in hours, distances
        in kilometres. An edge's key is the leg's id; the way back of a leg that serves both ways
        has the key ``id/back``.

    >>> import corridor as co
    >>> graph = co.to_networkx(co.load_network())
    >>> graph.edges["aktau", "alat", "aktau--alat--ferry"]["km"]
    487.0
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=net.name, network=net.stamp)
    for record in to_records(net, "nodes"):
        graph.add_node(record["id"], **_known(record))
    for leg in net.in_force.legs.values():
        if not net.is_open(leg):
            continue
        facts = _known(leg_record(net, leg)) | {"leg": leg.id}
        graph.add_edge(leg.origin, leg.destination, leg.id, **facts)
        if not leg.one_way:
            graph.add_edge(leg.destination, leg.origin, leg.id + BACK, **facts)
    return graph


def graphml(net: Network) -> str:
    """Return the graph of a network as GraphML."""
    import networkx as nx

    graph = to_networkx(net)
    for facts in (graph.graph, *graph.nodes.values(), *graph.edges.values()):
        facts.update({key: _xml(value) for key, value in facts.items()})
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True)) + "\n"


def _known(record: Record) -> Record:
    kept = (key for key in record if key not in LEFT_OUT)
    return {key: record[key] for key in kept if record[key] is not None}


def _xml(value: object) -> object:
    """Return a value that XML can hold: control characters and the like are spelled out."""
    return shown(value) if isinstance(value, str) else value
