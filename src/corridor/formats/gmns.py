"""A network as the tables of GMNS, for transport models."""

import io
import json
import zipfile
from collections.abc import Iterator

from corridor import csv_text as _csv
from corridor.formats.geojson import CREDIT, line
from corridor.formats.graphml import BACK
from corridor.formats.tables import TIMES
from corridor.network.columns import Record, cells, columns
from corridor.network.model import Leg
from corridor.network.network import Network
from corridor.units import HOUR

SPECIFICATION = 0.95
#: A fixed day, so that the same network gives the same bytes: the first that a zip file can hold.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
NODE = columns(
    "node_id=id name x_coord=location.lon y_coord=location.lat node_type=kind z_coord ctrl_type "
    "zone_id parent_node_id country label",
    **dict.fromkeys(("z_coord", "ctrl_type", "zone_id", "parent_node_id"), lambda _: None),
)
LINK_UNKNOWN = (
    "geometry_id", "parent_link_id", "grade", "capacity", "lanes", "bike_facility",
    "ped_facility", "parking", "allowed_uses", "toll", "row_width",
)  # fmt: skip


def gmns_tables(net: Network) -> dict[str, list[Record]]:
    """Return the network of its day as the GMNS tables config, node and link.

    The fields of the specification stand first, those that are not known empty, then fields of our
    own (times in hours). `free_speed` is that of the low level: a block train that nothing holds
    up. A leg that serves both ways is two directed links, the way back with the id ``id/back``, as
    readers of GMNS expect it. GMNS has no dwell between links, so the
    tables know nothing of transfers.

    Source: Zephyr Foundation and others, General Modeling Network Specification (GMNS), 0.95,
    tables config, node and link: node_id, x_coord, y_coord, link_id, from_node_id, to_node_id and
    directed are required. https://github.com/zephyr-data-specs/GMNS

    >>> import corridor as co
    >>> gmns_tables(co.load_network())["config"][0]["long_length"]
    'km'
    """
    legs = [leg for leg in net.in_force.legs.values() if net.is_open(leg)]
    return {
        "config": [_config(net)],
        "node": [cells(node, NODE) for node in net.nodes.values()],
        "link": [link for leg in legs for link in _links(net, leg)],
    }


def gmns_zip(net: Network) -> bytes:
    """Return the GMNS tables as CSV files in one zip file, with a note on sources and licence."""
    files = {f"{name}.csv": _csv.text(rows) for name, rows in gmns_tables(net).items()}
    about = {"title": net.name, "network": net.stamp, "attribution": CREDIT}
    files["about.json"] = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), text, zipfile.ZIP_DEFLATED)
    return page.getvalue()


def _config(net: Network) -> Record:
    return {
        "dataset_name": net.name,
        "short_length": "m",
        "long_length": "km",
        "speed": "km/h",
        "crs": "EPSG:4326",
        "geometry_field_format": "WKT",
        "currency": None,
        "version_number": SPECIFICATION,
        "id_type": "string",
    }


def _links(net: Network, leg: Leg) -> Iterator[Record]:
    """Yield a directed link for each direction of a leg."""
    there = _link(net, leg)
    yield there
    if not leg.one_way:
        yield there | {
            "link_id": leg.id + BACK,
            "from_node_id": leg.destination,
            "to_node_id": leg.origin,
            "geometry": _wkt(net, leg, back=True),
            "dir_flag": -1,
        }


def _link(net: Network, leg: Leg) -> Record:
    km, time = leg.distance.value / 1000, leg.transit_time
    return {
        "link_id": leg.id,
        "name": leg.line,
        "from_node_id": leg.origin,
        "to_node_id": leg.destination,
        "directed": True,
        "geometry": _wkt(net, leg),
        "dir_flag": 1,
        "length": km,
        "facility_type": leg.mode,
        "free_speed": km * HOUR / time.low,
        "jurisdiction": "; ".join(leg.operators),
        **dict.fromkeys(LINK_UNKNOWN),
        "gauge_mm": leg.gauge,
        **cells(time, TIMES),
        "basis": time.basis,
        "capacity_teu": leg.capacity.containers if leg.capacity else None,
        "capacity_t": leg.capacity.freight if leg.capacity else None,
    }


def _wkt(net: Network, leg: Leg, *, back: bool = False) -> str:
    drawn = line(leg, net.nodes[leg.origin], net.nodes[leg.destination])
    parts = [
        "(" + ", ".join(f"{lon} {lat}" for lon, lat in part) + ")"
        for part in ([part[::-1] for part in drawn[::-1]] if back else drawn)
    ]
    return f"LINESTRING {parts[0]}" if len(parts) == 1 else f"MULTILINESTRING ({', '.join(parts)})"
