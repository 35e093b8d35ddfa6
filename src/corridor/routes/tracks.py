"""The course of legs: along their tracks or lanes, as far as the bundled lines go.

The lines are those of data/tracks.geojson, by leg id: simplified, read when first asked for.
"""

import json
from functools import cache

from corridor import files
from corridor.network.model import Leg, Node
from corridor.network.names import at

Spot = tuple[float, float]
ATTRIBUTION = (
    "Lines of legs by rail and road: © OpenStreetMap contributors (ODbL), simplified; by sea: "
    "searoute."
)
#: A line is that of a leg if it begins and ends where the leg does [degrees].
SAME_PLACE = 0.02


def course(leg: Leg, origin: Node, destination: Node) -> tuple[Spot, ...]:
    """Return the positions (latitude, longitude) that a leg is drawn through, in a direction.

    Parameters
    ----------
    leg
        The leg: along its line in the bundled file, if it has one between these places, else
        through its waypoints.
    origin, destination
        Its two ends, in the direction that is asked for.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> ends = net.nodes["beineu"], net.nodes["mangystau"]
    >>> course(net.legs["beineu--mangystau--rail"], *ends)[0]
    (45.32, 55.19)
    """
    start, end = at(origin), at(destination)
    line = _lines().get(leg.id, ())
    if line and _near(line[-1], start) and _near(line[0], end):
        line = line[::-1]
    if line and _near(line[0], start) and _near(line[-1], end):
        return (start, *line[1:-1], end)
    between = tuple((point.lat, point.lon) for point in leg.waypoints)
    return (start, *(between if origin.id == leg.origin else between[::-1]), end)


def _near(one: Spot, other: Spot) -> bool:
    return all(abs(a - b) <= SAME_PLACE for a, b in zip(one, other, strict=True))


@cache
def _lines() -> dict[str, tuple[Spot, ...]]:
    path = files.tracks_path()
    if not path.exists():  # a copy of the package alone: legs go through their waypoints
        return {}
    page = json.loads(path.read_text(encoding="utf-8"))
    return {
        feature["id"]: tuple((lat, lon) for lon, lat in feature["geometry"]["coordinates"])
        for feature in page["features"]
    }
