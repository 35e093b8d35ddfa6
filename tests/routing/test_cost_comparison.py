"""What comparisons say of the emissions of routes side by side."""

import pytest

import corridor as co
from support.small import line, read
from support.strategies import Tree

SAID = {"basis": "estimated", "rule": "drawn"}
BOX = {"text": "Box", "teu": "2", "cargo_mass": {"value": "10 t"} | SAID}
BOX |= {"most_cargo": {"value": "28 t"} | SAID}


@pytest.mark.parametrize(
    ("parts", "cells", "note"),
    [
        ({}, "0 +  0 +", "+ WTT and TTW without f, whose parts are not known"),
        ({"wtt": "5", "ttw": "15"}, "6   18", None),
    ],
    ids=["whole", "in parts"],
)
def test_parts_of_emissions_are_a_lower_bound_only_where_a_factor_has_none(
    parts: Tree, cells: str, note: str | None
) -> None:
    """10 t over 120 km at 20 g/t-km are 24 kg, of which 6 kg are emitted before the ship."""
    factor = {"text": "Ship", "modes": ["ferry"], "unit": "g/t-km", "value": "20"} | SAID | parts
    price = {"equipment": "40ft", "price": "7 USD", "date": "2026-10", "modes": ["ferry"]} | SAID
    spec = line() | {"equipment": {"40ft": BOX}, "tariffs": {"t": price}}
    spec["emission_factors"] = {"f": factor}
    shipment = co.Shipment(equipment="40ft")
    text = co.compare(read(spec), ["a > c"], shipment=shipment).full()
    told = [row for row in text.splitlines() if row.startswith("Alpha > Gamma") and "24" in row]
    assert told[-1].endswith(cells)
    assert [row.strip() for row in text.splitlines() if "WTT and TTW" in row] == (
        [note] if note else []
    )
