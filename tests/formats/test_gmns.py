"""GMNS: tables as the published examples have them, and exports against the field constraints."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

import corridor as co
from support.bundled import bundled_network
from support.small import detour, read

DAY = "2026-11-21"
NODE_HEAD = "node_id,name,x_coord,y_coord,z_coord,node_type,ctrl_type,zone_id,parent_node_id\n"
LINK_HEAD = (
    "link_id,name,from_node_id,to_node_id,directed,geometry_id,geometry,parent_link_id,dir_flag,"
    "length,grade,facility_type,capacity,free_speed,lanes,bike_facility,ped_facility,parking,"
    "allowed_uses,toll,jurisdiction,row_width\n"
)
CONFIG_HEAD = (
    "dataset_name,short_length,long_length,speed,crs,geometry_field_format,currency,"
    "version_number,id_type\n"
)
#: Constraints of the published schemas by table and field: type, required, least, most, values.
CONSTRAINTS: dict[str, dict[str, tuple[str, bool, float | None, float | None, str]]] = {
    "node": {
        "node_id": ("any", True, None, None, ""),
        "name": ("string", False, None, None, ""),
        "x_coord": ("number", True, None, None, ""),
        "y_coord": ("number", True, None, None, ""),
        "z_coord": ("number", False, None, None, ""),
        "node_type": ("string", False, None, None, ""),
        "ctrl_type": ("string", False, None, None, "none yield stop 4_stop signal"),
        "zone_id": ("any", False, None, None, ""),
        "parent_node_id": ("any", False, None, None, ""),
    },
    "link": {
        "link_id": ("any", True, None, None, ""),
        "name": ("string", False, None, None, ""),
        "from_node_id": ("any", True, None, None, ""),
        "to_node_id": ("any", True, None, None, ""),
        "directed": ("boolean", True, None, None, ""),
        "geometry_id": ("any", False, None, None, ""),
        "geometry": ("any", False, None, None, ""),
        "parent_link_id": ("any", False, None, None, ""),
        "dir_flag": ("integer", False, -1, 1, "1 -1 0"),
        "length": ("number", False, 0, None, ""),
        "grade": ("number", False, -100, 100, ""),
        "facility_type": ("string", False, None, None, ""),
        "capacity": ("number", False, 0, None, ""),
        "free_speed": ("number", False, 0, 200, ""),
        "lanes": ("integer", False, 0, None, ""),
        "bike_facility": ("string", False, None, None, ""),
        "ped_facility": (
            "string", False, None, None, "unknown none shoulder sidewalk offstreet_path"
        ),
        "parking": ("string", False, None, None, "unknown none parallel angle other"),
        "allowed_uses": ("string", False, None, None, ""),
        "toll": ("number", False, None, None, ""),
        "jurisdiction": ("string", False, None, None, ""),
        "row_width": ("number", False, 0, None, ""),
    },
    "config": {
        "dataset_name": ("any", False, None, None, ""),
        "short_length": ("any", False, None, None, ""),
        "long_length": ("any", False, None, None, ""),
        "speed": ("any", False, None, None, ""),
        "crs": ("any", False, None, None, ""),
        "geometry_field_format": ("any", False, None, None, ""),
        "currency": ("any", False, None, None, ""),
        "version_number": ("number", False, None, None, ""),
        "id_type": ("string", False, None, None, "string integer"),
    },
}  # fmt: skip


def saved(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def interchange(folder: Path) -> Path:
    """Save roads that meet, in the form of the example of an interchange: lengths in feet."""
    return saved(
        folder,
        config=CONFIG_HEAD + "Interchange,foot,mile,mph,4326,wkt,US cents,0.94,integer\n",
        node=NODE_HEAD
        + "5,,-71.2166,42.4777,,diverge,,,\n"
        + "10,,-71.2144,42.4784,,merge,,,\n"
        + "13,,-71.2160,42.4791,,intersection,signal,,NULL\n",
        link=LINK_HEAD
        + "578556,US3 NB,10,5,1,578556,,578608,1,680,,ramp,,55,2,none,none,none,auto,,,\n"
        + "578597,R12677,13,10,1,578597,,,1,520.25,,ramp,,35,1,none,none,none,auto,,,\n"
        + "5785709,,5,13,TRUE,578570,,,1,540.8,,arterial,,35,2,none,sidewalk,none,ALL,,,\n",
    )


def faults(path: Path, **asked: Any) -> dict[str, str]:
    with pytest.raises(co.NetworkError) as caught:
        co.from_gmns(path, as_of=DAY, **asked)
    errors = [item for item in caught.value.notices if item.severity == "error"]
    return {str(item.where): item.mend for item in errors}


def test_what_a_whole_file_lacks_is_told_once_with_what_to_write(tmp_path: Path) -> None:
    """The published example says miles and has feet; modes and countries are not of GMNS."""
    assert faults(interchange(tmp_path)) == {
        "link.csv, column facility_type": 'give mode="road", or another, to from_gmns: the mode '
        "of all such links",
        "link.csv, column length": "correct long_length in config.csv, or give "
        'config={"long_length": "ft"} to from_gmns, which would fit',
        "node.csv, column country": 'give country="KZ" to from_gmns',
    }


def test_a_published_form_loads_routes_and_comes_back(tmp_path: Path) -> None:
    net = co.from_gmns(
        interchange(tmp_path),
        mode="road",
        country="US",
        config={"long_length": "ft"},
        as_of=DAY,
    )
    route = co.find_route(net, "13", "5")
    assert [leg.id for leg in route.legs] == ["578597", "578556"]
    assert round(route.distance.km, 3) == round((680 + 520.25) * 0.0003048, 3)
    assert not [item for item in net.notices if item.code == "unsuited_ground"]
    again = co.from_gmns(co.export(net, tmp_path / "out.zip"), as_of=DAY)
    for key, leg in net.legs.items():
        other = again.legs[key]
        assert leg.distance.value == other.distance.value
        assert (leg.transit_time.levels, leg.one_way) == (other.transit_time.levels, other.one_way)
    assert {k: n.location.lat for k, n in again.nodes.items()} == {
        k: n.location.lat for k, n in net.nodes.items()
    }


def crossing(folder: Path, **more: str) -> Path:
    """Save streets and paths in the form of the example of a crossing in a city."""
    return saved(
        folder,
        config=CONFIG_HEAD + "Crossing,foot,foot,mph,EPSG:4326,WKT,US cents,0.94,integer\n",
        node=NODE_HEAD
        + "3,,-71.09,42.3645,,,,,\n7,,-71.0865,42.3625,,,,,\n11,,-71.0873,42.364,,,signal,,\n"
        + "302,,-71.0899,42.3644,,,,,3\n",
        geometry="geometry_id,geometry\n"
        '9001,"LINESTRING(-71.09 42.3645, -71.0885 42.3643, -71.0873 42.364)"\n'
        '9002,"LINESTRING Z (-71.0865 42.3625 4,-71.087 42.3631 4,-71.0873 42.364 4)"\n',
        link=LINK_HEAD
        + '311,Broadway,3,11,TRUE,9001,,,1,760,,,1000,25,1,,sidewalk,parallel,"auto, bike",,,\n'
        + '117,Ames Street,11,7,TRUE,9002,,,-1,620,,,1000,25,1,other,,none,"auto, bike",,,\n'
        + "4619,Main Street,7,11,TRUE,,,,1,,,,1000,25,1,,,,motor,,,\n"
        + "31101,Broadway sidewalk,302,11,FALSE,,,311,0,,,sidewalk,,,,,,,walk,,,\n",
        **more,
    )


ASKED: dict[str, Any] = {"mode": "road", "country": "US", "as_of": DAY}


def test_geometries_lengths_and_uses_of_links_count(tmp_path: Path) -> None:
    net = co.from_gmns(crossing(tmp_path), **ASKED)
    assert sorted(net.legs) == ["117", "311", "4619"]
    assert "302" not in net.nodes
    back = net.legs["117"]
    assert [(item.lat, item.lon) for item in back.waypoints] == [(42.3631, -71.087)]
    assert net.legs["4619"].distance.rule == "great circle between its nodes"
    on_foot = co.from_gmns(tmp_path, uses=["walk"], free_speed="4 km/h", **ASKED)
    (path,) = on_foot.legs.values()
    assert (path.id, path.one_way) == ("31101", False)
    assert path.transit_time.low.hours * 4 == pytest.approx(path.distance.value.km, abs=0.002)


def test_uses_stand_for_their_group(tmp_path: Path) -> None:
    groups = 'use_group,uses,description\nMOTOR,"auto,truck",\n'
    net = co.from_gmns(crossing(tmp_path, use_group=groups), uses={"truck"}, **ASKED)
    assert sorted(net.legs) == ["4619"]


def test_projected_coordinates_are_converted(tmp_path: Path) -> None:
    """Zone 19 of UTM, as the example of signals has it: against values of pyproj by hand."""
    saved(
        tmp_path,
        config=CONFIG_HEAD + "Signals,foot,foot,mph,32619,wkt,US cents,0.96,integer\n",
        node=NODE_HEAD + "2,Mystic,322989,4698278,,,,,\n6,Center,322842,4698158,,,,,\n",
        link=LINK_HEAD
        + '21,Mystic,2,6,1,,"LINESTRING(322989 4698278, 322854 4698172, 322840 4698160)",,1,660,,'
        + "ARTERIAL,500,25,2,none,sidewalk,none,ALL,,,42\n",
    )
    net = co.from_gmns(tmp_path, **ASKED)
    spot = net.nodes["6"].location
    assert (round(spot.lat, 4), round(spot.lon, 4)) == (42.4155, -71.1532)
    (turn,) = net.legs["21"].waypoints
    assert (round(turn.lat, 4), round(turn.lon, 4)) == (42.4156, -71.1530)


def test_every_fault_of_a_link_is_told_by_the_column_of_its_file(tmp_path: Path) -> None:
    crossing(tmp_path)
    saved(
        tmp_path,
        node="node_id,x_coord,y_coord\n3,x,42.36\n7,-71.08,\n11,-71.0873,42.364\n",
        link="link_id,from_node_id,to_node_id,directed,length,free_speed,geometry\n"
        '1,3,11,maybe,1000,25,"LINESTRING(1 2, x)"\n1,11,99,1,long,,\n2,7,11,0,-4,0,\n',
    )
    told = faults(tmp_path, mode="road", country="US")
    assert told.keys() == {
        "link.csv, row 2, column directed",
        "link.csv, row 2, column geometry",
        "link.csv, row 3, column length",
        "link.csv, row 3, column free_speed",
        "link.csv, row 3, column link_id",
        "link.csv, row 4, column length",
        "link.csv, row 4, column free_speed",
        "node.csv, row 2, column x_coord",
        "node.csv, row 3, column y_coord",
    }


def test_without_the_column_directed_the_direction_of_older_tables_counts(tmp_path: Path) -> None:
    head = "name,node_id,zone_id,node_type,ctrl_type,x_coord,y_coord,geometry,notes\n"
    saved(
        tmp_path,
        node=head + ",1,1,,,-88.172,41.260,,\n,2,2,,,-88.057,41.263,,\n",
        link="name,link_id,from_node_id,to_node_id,dir_flag,length,lanes,capacity,free_speed,VDF\n"
        ",1,1,2,1,9.67,2,1800,60,1\n,2,2,1,0,9.67,2,1800,60,1\n",
    )
    net = co.from_gmns(tmp_path, **ASKED)
    assert [leg.one_way for leg in net.legs.values()] == [True, False]
    saved(tmp_path, link="link_id,from_node_id,to_node_id,length,free_speed\n1,1,2,10,60\n")
    told = faults(tmp_path, mode="road", country="US")
    assert told == {"link.csv, column directed": "add the column directed"}


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_a_zip_file_may_hold_a_folder_and_names_in_capitals(tmp_path: Path) -> None:
    folder = crossing(tmp_path)
    files = {f"city/{p.name.upper()}": p.read_text() for p in folder.glob("*.csv")}
    files["__MACOSX/city/._NODE.CSV"] = "x"
    net = co.from_gmns(zipped(tmp_path / "net.zip", files), **ASKED)
    assert net.file.legs == co.from_gmns(folder, **ASKED).file.legs


@pytest.mark.parametrize(
    ("files", "config", "text"),
    [
        ({"a/node.csv": "", "b/node.csv": ""}, {}, "net.zip has two of node.csv"),
        ({"node.csv": ""}, {}, "there is no link.csv in net.zip"),
        ({}, {"long_length": "furlong"}, "long_length of config.csv is 'furlong'; it must be one"),
        ({}, {"speed": "knots"}, "speed of config.csv is 'knots'; it must be one of km/h,"),
        ({}, {"crs": "Mars 2000"}, "crs of config.csv is 'Mars 2000'; it must be an EPSG code"),
        ({}, {"geometry_field_format": "WKB"}, "geometry_field_format of config.csv is 'WKB'"),
    ],
)
def test_what_is_no_such_table_or_unit_is_refused(
    files: dict[str, str], config: dict[str, str], text: str, tmp_path: Path
) -> None:
    known = {"node.csv": NODE_HEAD, "link.csv": LINK_HEAD}
    path = zipped(tmp_path / "net.zip", files or known)
    with pytest.raises(co.QuantityError, match=rf"^{text}"):
        co.from_gmns(path, config=config, **ASKED)


def is_fit(text: str, kind: str) -> bool:
    if kind == "boolean":
        return text.casefold() in {"true", "false", "1", "0"}
    if kind in {"any", "string"}:
        return True
    try:
        number = float(text)
    except ValueError:
        return False
    return kind == "number" or number == int(number)


@pytest.mark.parametrize("net", [bundled_network(), read(detour())], ids=["bundled", "small"])
def test_an_export_keeps_the_published_constraints(net: co.Network, tmp_path: Path) -> None:
    with zipfile.ZipFile(co.export(net, tmp_path / "net.zip")) as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8"))))
            for name in CONSTRAINTS
        }
    assert len(tables["config"]) == 1
    for name, fields in CONSTRAINTS.items():
        for row in tables[name]:
            for field, (kind, required, least, most, values) in fields.items():
                cell = row[field]
                assert cell or not required, (name, field, row)
                assert not cell or is_fit(cell, kind), (name, field, cell)
                assert not cell or not values or cell in values.split(), (name, field, cell)
                assert not cell or least is None or float(cell) >= least, (name, field, cell)
                assert not cell or most is None or float(cell) <= most, (name, field, cell)
    nodes = [row["node_id"] for row in tables["node"]]
    links = [row["link_id"] for row in tables["link"]]
    assert len({*nodes}) == len(nodes)
    assert len({*links}) == len(links)
    ends = {row[head] for row in tables["link"] for head in ("from_node_id", "to_node_id")}
    assert ends <= {*nodes}
