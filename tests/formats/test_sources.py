"""Networks from tables, graphs and files of other tools; each fault by its row."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import corridor as co
from support.bundled import bundled_network
from support.small import detour, line, read

DAY = "2026-11-21"
NET = read(detour())


def tables() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    nodes = [row | {"location_rule": "drawn"} for row in co.to_records(NET, "nodes")]
    legs = [row | {"distance_rule": "drawn"} for row in co.to_records(NET, "legs")]
    return nodes, legs


def saved(rows: list[dict[str, Any]], path: Path) -> Path:
    frame = pd.DataFrame(rows)
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    elif path.suffix == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.dropna(axis=1, how="all").to_parquet(path)
    return path


@pytest.mark.parametrize("kind", ["records", "pandas", "polars", ".csv", ".xlsx", ".parquet"])
def test_tables_of_any_kind_give_the_network_back(kind: str, tmp_path: Path) -> None:
    nodes, legs = tables()
    frames: dict[str, Any] = {"records": list, "pandas": pd.DataFrame, "polars": pl.DataFrame}
    if kind in frames:
        given = [frames[kind](rows) for rows in (nodes, legs)]
    else:
        given = [
            saved(rows, tmp_path / f"{name}{kind}")
            for name, rows in (("nodes", nodes), ("legs", legs))
        ]
    made = co.from_tables(*given, as_of=DAY, name=NET.name, version=NET.version)
    assert made.file == NET.file


def test_every_fault_of_a_table_is_told_by_row_and_column(tmp_path: Path) -> None:
    nodes, legs = tables()
    nodes[1]["id"] = nodes[0]["id"]
    nodes[2]["country"] = None
    legs[0] |= {"km": -3, "destination": "zz"}
    legs[1] |= {"typical_h": float("nan"), "colour": "red"}
    frame = pd.DataFrame(legs).rename(columns={"low_h": "low_km"})
    with pytest.raises(co.NetworkError) as caught:
        co.from_tables(saved(nodes, tmp_path / "nodes.csv"), frame, as_of=DAY)
    found = {
        (str(item.where), item.code) for item in caught.value.notices if item.severity == "error"
    }
    assert found >= {
        ("nodes.csv, row 3, column id", "duplicate_key"),
        ("nodes.csv, row 4", "missing_value"),
        ("legs, row 0, column km", "not_a_quantity"),
        ("legs, row 0, column destination", "unknown_node"),
        ("legs, row 0, column low_km", "wrong_dimension"),
        ("legs, column colour", "unknown_field"),
    }


def test_dwell_and_prices_come_from_tables() -> None:
    nodes, legs = tables()
    dwell = [
        {"node": "b", "inbound": "ferry", "outbound": "ferry", "kind": "transshipment",
         "low_h": 1, "typical_h": 2, "high_h": 3},
        {"node_kind": "any", "inbound": "rail", "outbound": "ferry", "kind": "transshipment",
         "time_days": 1},
    ]  # fmt: skip
    price = [{"id": "p", "leg": "a--b", "equipment": "40ft", "price_usd": 900, "date": "2026"}]
    net = co.from_tables(nodes, legs, dwell=dwell, tariffs=price, as_of=DAY)
    assert net.nodes["b"].dwell[0].time.levels == (3_600, 7_200, 10_800)
    assert net.file.dwell_defaults[0].time.typical.days == 1
    assert net.file.tariffs["p"].price.low == co.Money(90_000, "USD")


def test_a_graph_gives_the_network_back() -> None:
    graph: Any = co.to_networkx(NET)
    for facts in graph.nodes.values():
        facts["location_rule"] = "drawn"
    for facts in graph.edges.values():
        facts["distance_rule"] = "drawn"
    made = co.from_networkx(graph, as_of=DAY, name=NET.name, version=NET.version)
    assert dict(made.legs) == dict(NET.legs)


def test_geojson_and_gmns_give_the_legs_back(tmp_path: Path) -> None:
    page = co.to_geojson(NET)
    from_lines = co.from_geojson(page, as_of=DAY)
    path = co.export(NET, tmp_path / "net.zip")
    from_links = co.from_gmns(path, as_of=DAY)
    for made in (from_lines, from_links):
        for key, item in NET.legs.items():
            leg = made.legs[key]
            assert leg.transit_time.levels == item.transit_time.levels
            assert (leg.distance.value, leg.one_way) == (item.distance.value, item.one_way)


def test_gmns_of_another_tool_is_read_with_its_units(tmp_path: Path) -> None:
    (tmp_path / "config.csv").write_text("long_length,speed\nmile,mph\n")
    (tmp_path / "node.csv").write_text("node_id,x_coord,y_coord\n1,50,45\n2,50.1,45\n")
    (tmp_path / "link.csv").write_text(
        "link_id,from_node_id,to_node_id,directed,length,facility_type,free_speed,capacity\n"
        "A_1,1,2,1,10,Freeway,50,1800\n"
    )
    net = co.from_gmns(tmp_path, as_of=DAY, mode="road", country="KZ")
    leg = net.legs["a-1"]
    assert leg.one_way
    assert leg.distance.value == 16_093
    assert leg.transit_time.levels == (720, 720, 720)


def test_lines_of_geojson_end_at_the_points_near_them() -> None:
    page: Any = co.to_geojson(NET)
    for feature in page["features"]:
        feature["properties"].pop("origin", None)
        feature["properties"].pop("destination", None)
    assert {item.origin for item in co.from_geojson(page, as_of=DAY).legs.values()} == {
        "a",
        "b",
        "c",
    }


def test_batch_equals_single_answers_and_tells_what_is_wrong_with_a_row() -> None:
    net = bundled_network()
    frame = pd.DataFrame(
        {
            "ref": [7, 8, 9, 10],
            "origin": ["Xi'an", None, "Erewhon", "Aktau"],
            "destination": ["Istanbul", "Baku", "Baku", "Baku"],
            "equipment": ["40ft", None, None, None],
            "quantity": [2.0, float("nan"), float("nan"), 1.5],
            "mass_t": [14, float("nan"), float("nan"), float("nan")],
            "deadline": [pd.Timestamp("2026-12-24"), pd.NaT, pd.NaT, pd.NaT],
        }
    )
    answers = co.batch(net, frame)
    box = co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t")
    single = co.find_route(net, "Xi'an", "Istanbul", shipment=box)
    assert answers[0]["legs"] == " ".join(leg.id for leg in single.legs)
    assert answers[0]["typical_h"] == single.transit_time.typical.hours
    assert single.emissions is not None
    parts = sum(answers[0][f"co2e_{name}_kg"] for name in ("wtt", "ttw", "unsplit"))
    assert parts == pytest.approx(answers[0]["co2e_kg"])
    assert answers[0]["co2e_low_kg"] <= answers[0]["co2e_kg"] <= answers[0]["co2e_high_kg"]
    assert answers[0]["co2e_kg"] == pytest.approx(
        sum(p.grams for p in single.emissions.parts) / 1000
    )
    assert answers[0]["latest_departure"] < "2026-12-24"
    assert [row["error"] and row["error"].splitlines()[0] for row in answers] == [
        None,
        "origin is empty",
        'no place is called "Erewhon"',
        "quantity is 1.5; it must be a whole number",
    ]
    assert [row["ref"] for row in answers] == [7, 8, 9, 10]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"quantity": "1.000"}, "quantity is '1.000'; it must be a whole number"),
        ({"quantity": "1e3"}, "quantity is '1e3'; it must be a whole number"),
        ({"quantity": " 2.0 "}, None),
        ({"quantity": ""}, None),
        ({"mass_t": "14 t"}, "mass_t is '14 t'; write the number alone, in t"),
        ({"mass_t": "14.5"}, None),
        ({"max_time_days": "5 days"}, "max_time_days is '5 days'; write the number alone, in days"),
        ({"mass_t": Decimal("sNaN")}, None),
    ],
)
def test_a_cell_of_a_batch_is_never_read_as_another_number(
    cells: dict[str, Any], words: str | None
) -> None:
    row = {"origin": "Aktau", "destination": "Baku", "equipment": "40ft"}
    (found,) = co.batch(bundled_network(), [row | cells])
    assert found["error"] == words


def test_a_misspelt_column_of_a_batch_is_not_passed_over() -> None:
    rows = [{"origin": "Aktau", "destination": "Baku", "equipmnt": "40ft"}]
    with pytest.raises(co.QuantityError, match="did you mean  equipment"):
        co.batch(bundled_network(), rows)


def test_a_log_of_known_truth_is_recovered() -> None:
    """Fifty movements at twice the time of the leg give that time back, as own evidence."""
    spec = line()
    spec["corridors"] = {"all": {"name": "All", "through": [{"legs": ["a--b"]}]}}
    net = read(spec)
    truth = 4
    start = pd.Timestamp("2026-01-01")
    log = pd.DataFrame(
        {
            "origin": "Alpha",
            "destination": "Beta",
            "departure": [start + pd.Timedelta(days=day) for day in range(50)],
            "arrival": [
                start + pd.Timedelta(days=day + truth + (day % 3) - 1) for day in range(50)
            ],
            "corridor": "all",
            "direction": "westbound",
            "mode": "ferry",
        }
    )
    own = co.with_shipment_log(net, log)
    rows = co.evidence(own, party="own").rows
    days = [row.value / 86_400 for row in rows]
    assert len(days) == 50
    assert sum(days) / len(days) == pytest.approx(truth, abs=0.05)
    assert {row.verdict for row in rows} <= {"slower_than_congested", "contradicts"}


def test_every_bad_row_of_a_log_is_told() -> None:
    good = {"origin": "Aktau", "destination": "Baku", "departure": "2026-05-01",
            "arrival": "2026-05-04", "corridor": "middle", "direction": "westbound",
            "mode": "ferry"}  # fmt: skip
    rows = [good, good | {"origin": "Erewhon"}, good | {"arrival": "2026-04-01"}]
    with pytest.raises(co.QuantityError) as caught:
        co.with_shipment_log(bundled_network(), rows)
    assert str(caught.value).splitlines()[0] == 'log, row 1: no place is called "Erewhon"'
    assert "log, row 2: it arrives 2026-04-01, not after its departure" in str(caught.value)


@pytest.mark.parametrize(
    ("geometry", "properties", "text"),
    [
        ({"type": "Point"}, {}, "its coordinates are no positions of a Point; write"),
        ({"type": "Point", "coordinates": [1]}, {}, "its coordinates are no positions"),
        ({"type": "LineString", "coordinates": []}, {}, "its coordinates are no positions"),
        ({"type": "MultiLineString", "coordinates": [[1, 2]]}, {}, "its coordinates are no"),
        ({"type": "LineString", "coordinates": [["1", "2"]]}, {}, "its coordinates are no"),
        ({"type": "Polygon", "coordinates": []}, {}, "is neither a point nor a line: 'Polygon'"),
        ("a line", {}, "its geometry is 'a line'; it must be an object"),
        ({"type": "Point", "coordinates": [1, 2]}, [3], "its properties is [3]; it must be an"),
    ],
)
def test_a_misshapen_feature_is_refused_by_its_number(
    geometry: Any, properties: Any, text: str
) -> None:
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    with pytest.raises(co.QuantityError, match=rf"^feature 0:? {re.escape(text)}"):
        co.from_geojson({"features": [feature]}, extends="bundled")


def test_links_and_nodes_without_an_id_are_told(tmp_path: Path) -> None:
    """An empty cell is no id: it once became the node "none"."""
    (tmp_path / "node.csv").write_text("node_id,name,x_coord,y_coord\n,A,50,45\nb,B,51,45\n")
    (tmp_path / "link.csv").write_text("link_id,from_node_id,to_node_id,length\n1,,b,9\n")
    with pytest.raises(co.NetworkError) as caught:
        co.from_gmns(tmp_path, as_of="2026-11-21", country="KZ", mode="rail")
    told = {(item.where.label, item.code) for item in caught.value.notices}
    assert ("node.csv, row 2", "missing_value") in told
    assert ("link.csv, row 2", "missing_value") in told
    assert '"none"' not in str(caught.value)


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nodes.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(co.QuantityError, match=r"^nodes\.parquet is no Parquet file"):
        co.from_tables(tmp_path / "nodes.parquet", [], as_of="2026-11-21")


def test_conditions_of_tariffs_come_in_as_columns(tmp_path: Path) -> None:
    """Lists of quantities and texts are separated by semicolons; a unit is no item of its own."""
    path = tmp_path / "tariffs.csv"
    path.write_text(
        "id,modes,borders,gauges,goods,load,charge,free_time_days,operators,equipment,per,price,"
        "date,basis,rule\n"
        "a,rail,CN-KZ;KZ-UZ,1520 mm,class 8;class 3,empty,,,,any,km,1.5 USD,2026-11,assumed,t\n"
        "b,,,,,any,demurrage,5,ASCO;KMTF,40ft,box,30 USD,2026-11,assumed,t\n",
        encoding="utf-8",
    )
    net = co.from_tables(tariffs=path, extends=bundled_network())
    rail, demurrage = (net.file.tariffs[key] for key in "ab")
    assert rail.borders == (("CN", "KZ"), ("KZ", "UZ"))
    assert (rail.gauges, rail.goods, rail.load) == ((1520,), ("class 8", "class 3"), "empty")
    assert demurrage.operators == ("ASCO", "KMTF")
    assert demurrage.free_time == co.Duration(5 * 86_400)
    again = co.load_network(co.to_yaml(net).encode())
    assert [again.file.tariffs[key] for key in "ab"] == [rail, demurrage]
