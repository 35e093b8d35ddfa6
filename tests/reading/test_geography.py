"""What lies on the wrong element or far off the route is told, and what only looks so is not."""

import pytest

import corridor as co
from support.small import line, read
from support.strategies import Tree


def told(spec: Tree, code: str) -> list[tuple[str, str]]:
    """Return where a notice code is told, and what was found."""
    return [(item.path, item.found) for item in read(spec).notices if item.code == code]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("seaport", ["latitude 43.2, longitude 34, in open sea"]),
        ("waypoint", []),
    ],
)
def test_only_a_waypoint_lies_in_open_sea(kind: str, found: list[str]) -> None:
    """The middle of the Black Sea, 180 km from Crimea and from Anatolia."""
    spec = line()
    spec["nodes"]["b"] |= {"kind": kind, "country": "TR"}
    spec["nodes"]["b"]["location"] |= {"lat": "43.2", "lon": "34"}
    for held in spec["legs"].values():
        held["distance"]["value"] = "1500 km"
    here = [said for path, said in told(spec, "unsuited_ground") if path == "nodes.b.location"]
    assert here == found


@pytest.mark.parametrize(
    ("country", "found"),
    [
        ("DE", [("legs.a--b.countries_crossed.0",
                 "DE, Germany, which lies nowhere between a and b")]),
        ("GI", []),
        ("RU", []),
    ],
)  # fmt: skip
def test_a_country_of_unknown_extent_is_never_off_the_way(
    country: str, found: list[tuple[str, str]]
) -> None:
    """Gibraltar is too small to be drawn; Russia reaches beyond the 180th meridian."""
    spec = line()
    spec["legs"]["a--b"]["countries_crossed"] = [country]
    assert told(spec, "country_off_the_way") == found


def test_a_volume_whose_dates_are_swapped_is_not_called_implausible() -> None:
    """What it is a year is not known then: one cause, one notice."""
    volume = {"text": "Boxes", "kind": "carried", "teu": "2", "sources": ["atlas"]}
    spec = line() | {"sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}}}
    window = {"start": "2025-06-01", "end": "2025-01-01"}
    with pytest.raises(co.NetworkError) as caught:
        read(spec | {"volumes": {"v": volume | window}})
    codes = [item.code for item in caught.value.notices if item.path.startswith("volumes")]
    assert codes == ["dates_out_of_order"]
    swapped = {"start": window["end"], "end": window["start"]}
    assert told(spec | {"volumes": {"v": volume | swapped}}, "implausible") == [
        ("volumes.v.teu", "2 teu")
    ]
