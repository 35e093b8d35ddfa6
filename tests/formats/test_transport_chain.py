"""A route as a transport chain: by its schema, adding up, and naming what it does not know."""

import copy
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import corridor as co
from support.bundled import bundled_network
from support.small import line, read
from support.strategies import ESTIMATED

NET = bundled_network()
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "data" / "transport-chain.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BOX = co.Shipment(equipment="40ft", quantity=2, cargo_mass="20 t")
#: Names of the iLEAP data model; all others are the library's own.
ILEAP = {
    "tces": "tceId prevTceIds tocId hocId shipmentId mass packagingOrTrEqType "
    "packagingOrTrEqAmount distance origin destination transportActivity co2eWTW co2eTTW",
    "tocs": "tocId description mode loadFactor emptyDistanceFactor co2eIntensityWTW "
    "co2eIntensityTTW transportActivityUnit",
    "hocs": "hocId description hubType co2eIntensityWTW co2eIntensityTTW hubActivityUnit",
}
OWN = {"dataQuality", "sources"}


def chain(corridor: str = "middle") -> dict[str, Any]:
    route = co.find_route(NET, "Xi'an", "Duisburg", corridor=corridor, shipment=BOX)
    found: dict[str, Any] = json.loads(json.dumps(co.to_transport_chain(route)))
    return found


@pytest.mark.parametrize("corridor", ["northern", "middle", "southern", "suez", "cape"])
def test_a_chain_keeps_to_its_schema_and_adds_up(corridor: str) -> None:
    route = co.find_route(NET, "Xi'an", "Duisburg", corridor=corridor, shipment=BOX)
    found = json.loads(json.dumps(co.to_transport_chain(route, shipment_id="PO 17")))
    VALIDATOR.validate(found)
    assert route.emissions is not None
    tces = found["shipmentFootprint"]["tces"]
    assert sum(Fraction(tce["co2eWTW"]) for tce in tces) * 1000 == int(route.emissions.total)
    known = sum(Fraction(tce.get("co2eTTW", 0)) for tce in tces) * 1000
    assert known == int(route.emissions.known("TTW"))
    km = sum(Fraction(amount) for tce in tces for amount in tce["distance"].values())
    assert km * 1000 == int(route.distance)
    activity = sum(Fraction(tce["transportActivity"]) for tce in tces)
    assert activity == 40 * km
    assert {tce["shipmentId"] for tce in tces} == {"PO 17"}
    assert [tce["prevTceIds"] for tce in tces] == [[], *([tce["tceId"]] for tce in tces[:-1])]


def test_elements_name_categories_whose_intensity_gives_their_emissions() -> None:
    found = chain("suez")
    tces = found["shipmentFootprint"]["tces"]
    tocs = {toc["tocId"]: toc for toc in found["tocs"]}
    hocs = {hoc["hocId"]: hoc for hoc in found["hocs"]}
    for tce in tces:
        if "tocId" in tce:
            kilos = float(tocs[tce["tocId"]]["co2eIntensityWTW"]) * float(tce["transportActivity"])
            assert float(tce["co2eWTW"]) == pytest.approx(kilos, rel=1e-3)
        else:
            kilos = float(hocs[tce["hocId"]]["co2eIntensityWTW"]) * float(tce["mass"]) / 1000
            assert float(tce["co2eWTW"]) == pytest.approx(kilos)
    assert {toc["mode"] for toc in tocs.values()} == {"Rail", "Sea"}
    assert tocs["sea-suez"]["loadFactor"] == "0.7"
    # 50.6 g/TEU-km, 2 TEU with 20 t: 5.06 g/t-km
    assert tocs["sea-suez"]["co2eIntensityWTW"] == "0.00506"
    ocean = [tce for tce in tces if tce.get("tocId", "").startswith("sea")]
    assert all(set(tce["distance"]) == {"sfd"} for tce in ocean)


def test_names_are_those_of_the_data_model() -> None:
    found = chain()
    for name, known in ILEAP.items():
        records = found["shipmentFootprint"]["tces"] if name == "tces" else found[name]
        assert {key for record in records for key in record} <= {*known.split(), *OWN}
    assert "conformity with either is not claimed" in found["note"]


def test_what_is_not_known_is_left_out_and_named() -> None:
    found = chain()
    hubs = [tce for tce in found["shipmentFootprint"]["tces"] if "hocId" in tce]
    assert found["incomplete"]["co2eTTW"] == [tce["tceId"] for tce in hubs]
    assert found["incomplete"]["co2eWTW"] == found["incomplete"]["withoutFactor"] == []
    spec = line() | {
        "equipment": {
            "40ft": {
                "text": "Box",
                "teu": "2",
                "cargo_mass": {"value": "20 t"} | ESTIMATED,
                "most_cargo": {"value": "28 t"} | ESTIMATED,
            }
        },
        "emission_factors": {
            "ship": {"text": "ship", "value": "38", "unit": "g/t-km", "legs": ["a--b"]} | ESTIMATED
        },
    }
    route = co.find_route(read(spec), "a", "c", shipment=co.Shipment(equipment="40ft"))
    partial = co.to_transport_chain(route)
    VALIDATOR.validate(partial)
    assert partial["incomplete"]["withoutFactor"] == ["Beta > Gamma"]


BROKEN: dict[str, Callable[[Any], object]] = {
    "a number": lambda tce: tce.update(mass=40_000),
    "a negative text": lambda tce: tce.update(co2eWTW="-1"),
    "both categories": lambda tce: tce.update(hocId="hub"),
    "an unknown name": lambda tce: tce.update(co2e="1"),
    "no category": lambda tce: tce.pop("tocId"),
    "two distances": lambda tce: tce["distance"].update(sfd="1", actual="1"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_the_schema_refuses_what_is_wrong(fault: str) -> None:
    found = copy.deepcopy(chain("northern"))
    leg = next(tce for tce in found["shipmentFootprint"]["tces"] if "tocId" in tce)
    BROKEN[fault](leg)
    assert not VALIDATOR.is_valid(found)


def test_a_route_without_a_shipment_and_an_empty_id_are_refused() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.to_transport_chain(co.find_route(NET, "Aktau", "Baku"))
    assert str(caught.value) == (
        'the route has no shipment; find it with shipment=co.Shipment(equipment="40ft")'
    )
    route = co.find_route(NET, "Aktau", "Baku", shipment=BOX)
    with pytest.raises(co.QuantityError, match="shipment_id is empty; it must be a text"):
        co.to_transport_chain(route, shipment_id=" ")


def test_a_chain_can_be_exported(tmp_path: Path) -> None:
    route = co.find_route(NET, "Aktau", "Baku", shipment=BOX)
    path = co.export(route, tmp_path / "chain.json", file_format="transport-chain")
    assert json.loads(path.read_text("utf-8")) == co.to_transport_chain(route)
