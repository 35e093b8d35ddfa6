"""Names: folding, the order of lookup, and what an unknown or unclear name is answered."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.network.names import fold
from support.bundled import bundled_network

NET = bundled_network()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("text", ["Małaszewicze", "malaszewicze", "MALASZEWICZE", " Malaszewicze "])
def test_letters_and_accents_fold(text: str) -> None:
    assert NET.directory.find(text).id == "malaszewicze"


def test_an_unknown_place_gets_suggestions() -> None:
    with pytest.raises(co.UnknownPlaceError) as caught:
        co.find_route(NET, "Aktua", "Poti")
    assert str(caught.value) == 'no place is called "Aktua"\n  did you mean  Aktau (aktau, KZ)?'
    assert caught.value.suggestions == ("Aktau (aktau, KZ)",)
    assert isinstance(caught.value, LookupError)


def test_a_position_gets_the_nearest_nodes() -> None:
    with pytest.raises(co.UnknownPlaceError) as caught:
        NET.directory.find("41.0, 29.0")
    assert caught.value.nearest[0][0] in {"Istanbul", "Ambarli", "Izmit"}
    assert str(caught.value).splitlines()[1].startswith("  nearest nodes  ")


def test_a_part_of_several_names_is_ambiguous() -> None:
    with pytest.raises(co.AmbiguousPlaceError) as caught:
        NET.directory.find("International")
    assert len(caught.value.candidates) > 1
    assert str(caught.value).startswith('"International" could be several places\n  write one of  ')


def test_a_long_or_strange_name_is_cut_and_made_visible() -> None:
    with pytest.raises(co.UnknownPlaceError) as caught:
        NET.directory.find("\x1b[31m" + "x" * 10_000)
    assert "\\x1b[31m" in str(caught.value)
    assert len(str(caught.value)) < 200
    with pytest.raises(co.UnknownPlaceError, match=r'^no place is called ""$'):
        NET.directory.find("")


@pytest.mark.parametrize(
    ("origin", "destination", "message"),
    [
        ("Xi'an", "CNSIA", "Xi'an and Xi'an share xian: a route needs two places"),
        ("Baku", "Baku", "Baku is listed twice in a row: a route needs two places"),
        (
            "Germany",
            "Western Europe",
            "Germany and Western Europe share duisburg, hamburg: a route needs two places",
        ),
    ],
)
def test_two_points_that_share_a_node_are_refused(
    origin: str, destination: str, message: str
) -> None:
    with pytest.raises(co.SamePlaceError) as caught:
        co.find_route(NET, origin, destination)
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("filler", list("\u3164\u115f\u1160\uffa0\u200b\u2800\xad"))
def test_what_is_drawn_as_nothing_makes_no_other_name(filler: str) -> None:
    assert fold(f"Ba{filler}ku") == fold("Baku")
    assert not fold(filler)
    with pytest.raises(co.UnknownPlaceError):
        co.find_route(bundled_network(), filler, "Baku")


def test_a_city_has_a_code_and_a_code_of_one_country_is_not_answered_from_another() -> None:
    """TR IST is Istanbul, of which only the terminals had codes; TRTRI is not Trieste."""
    net = bundled_network()
    for text in ("TRIST", "TR IST", "TR-IST", "tr ist"):
        assert net.directory.endpoint(text).name == "Istanbul"
    for text in ("TRTRI", "TR TRI", "GEMIL"):
        with pytest.raises(co.UnknownPlaceError) as caught:
            net.directory.find(text)
        assert caught.value.suggestions == ()


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("China", "Xi'an"),
        ("China", "Urumqi"),
        ("Türkiye", "Kars"),
        ("Kazakhstan", "Aktau"),
        ("Iran", "Razi"),
    ],
)
def test_a_place_in_a_country_is_no_other_end_for_it(region: str, place: str) -> None:
    net = bundled_network()
    for ends in ((region, place), (place, region)):
        with pytest.raises(co.SamePlaceError, match=f"{place} lies in {region}"):
            co.find_route(net, *ends)


def test_a_set_of_ports_is_no_country() -> None:
    """Goods do go from the ports of Georgia to Tbilisi."""
    route = co.find_route(bundled_network(), "Georgian ports", "Tbilisi")
    assert route.countries == ("GE",)
