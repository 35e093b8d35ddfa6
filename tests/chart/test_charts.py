"""Pictures: labels that can be read, numbers that are the library's, the same bytes every time."""

import functools
import math
import re
import subprocess
import sys
from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.text import Annotation, Text

import corridor as co
from corridor import countries
from corridor import text as _text
from corridor.analysis.cost_profile import cost_profile_of
from corridor.analysis.critical_elements import WeakPoints
from corridor.analysis.reported_points import reported_on
from corridor.analysis.time_profile import profile_of
from corridor.chart import charts as chart
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import labels as _labels
from corridor.chart.kinds.route import STRIP_SIZES
from corridor.simulation.p90 import nine_in_ten
from support.bundled import bundled_network
from support.layout import dump
from support.pictured import chain, faults, texts_of

NET = bundled_network()
ASKED = (
    ("Xi'an", "Istanbul", "middle"),
    ("Xi'an", "Istanbul", "northern"),
    ("China", "Türkiye", "middle"),
    ("China", "Western Europe", "middle"),
    ("Xi'an", "Duisburg", "northern"),
    ("Xi'an", "Duisburg", "middle"),
    ("Xi'an", "Duisburg", "southern"),
    ("Xi'an", "Duisburg", "suez"),
    ("Xi'an", "Duisburg", "cape"),
    ("Shanghai", "Piraeus", "cape"),
    ("Aktau", "Alat", "middle"),
    ("Xi'an", "Baku", "middle"),
)
ROUTES = {
    f"{origin}-{end}-{corridor}": co.find_route(NET, origin, end, corridor=corridor)
    for origin, end, corridor in ASKED
}
each_route = pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
BOTH: tuple[Literal["transit_time"], Literal["distance"]] = ("transit_time", "distance")
FOUR = [ROUTES[f"Xi'an-Duisburg-{name}"] for name in ("northern", "middle", "suez", "cape")]


@functools.cache
def weak() -> WeakPoints:
    kinds = ["countries", "legs"]
    return co.criticality(NET, ["Xi'an > Istanbul"], corridor="middle", kinds=kinds)


@pytest.mark.unmeasured
@each_route
def test_labels_neither_meet_nor_leave(route: co.Route) -> None:
    assert list(faults(chart.time_distance(NET, route))) == []


@pytest.mark.parametrize("count", [2, 3, 4])
def test_labels_of_panels_neither_meet_nor_leave(count: int) -> None:
    assert list(faults(chart.time_distance(NET, FOUR[:count]))) == []


@pytest.mark.unmeasured
@pytest.mark.parametrize("routes", [FOUR, *([route] for route in ROUTES.values())])
def test_labels_of_maps_neither_meet_nor_leave(routes: list[co.Route]) -> None:
    assert list(faults(chart.route_map(NET, routes))) == []


@pytest.mark.unmeasured
def test_labels_of_other_charts_neither_meet_nor_leave() -> None:
    figures = [
        chart.comparison(co.compare_corridors(NET, "Xi'an", "Duisburg")),
        chart.comparison(co.compare_corridors(NET, "Baku", "Poti")),
        chart.comparison(co.compare(NET, ["China > Türkiye"], corridor="middle")),
        chart.distribution(co.simulate(NET, "Xi'an > Istanbul", seed=1, corridor="middle")),
        chart.distribution(co.simulate(NET, "Aktau > Alat", seed=1)),
        chart.evidence(co.evidence(NET)),
        chart.weak_points(weak()),
        chart.trade_offs(co.find_pareto_routes(NET, "Xi'an", "Duisburg", by=BOTH)),
        chart.trade_offs(co.find_pareto_routes(NET, "Aktau", "Alat", by=BOTH)),
        chart.weak_points(co.criticality(NET, ["Aktau > Baku", "Xi'an > Istanbul"])),
        chart.evidence(co.evidence(NET, corridor="cape")),
    ]
    assert [fault for figure in figures for fault in faults(figure)] == []


BOX = co.Shipment(equipment="40ft", quantity=2, cargo_value="108000 USD", max_price_age="any")
PRICED = co.find_route(NET, "Xi'an", "Duisburg", corridor="northern", shipment=BOX)
UNPRICED = co.find_route(
    NET, "Shanghai", "Duisburg", corridor="suez", via=["piraeus"], shipment=BOX
)


def test_the_cost_line_ends_at_the_cost_of_the_route() -> None:
    assert PRICED.cost
    profile = cost_profile_of(PRICED)
    low, typical, high = (PRICED.cost.at(level).cents for level in ("low", "typical", "high"))
    assert profile.points[-1] == (PRICED.distance, low, typical, high)
    figure = chart.time_distance(NET, PRICED, y="cost")
    kilometres, dollars = (np.asarray(data)[-1] for data in figure.axes[0].lines[-1].get_data())
    assert (kilometres, dollars) == (PRICED.distance / 1000, typical / 200)
    words = [text.get_text() for text in texts_of(figure)]
    assert _text.money(typical // 2, digits=0) in words
    assert [word for word in words if "prices of 2025-03 (20 months old)" in word]


def test_the_cost_line_stops_where_a_price_is_missing() -> None:
    """By Piraeus the ship has a price on file, the terminal and the trains beyond have none."""
    assert UNPRICED.cost
    profile = cost_profile_of(UNPRICED)
    assert profile.missing == UNPRICED.cost.missing[0]
    assert profile.points[-1].metres < UNPRICED.distance
    figure = chart.time_distance(NET, UNPRICED, y="cost")
    words = [text.get_text() for text in texts_of(figure)]
    said = "the line stops at the first part without a tariff: transshipment at Piraeus."
    assert [word for word in words if word.endswith(said)]
    finding = figure.texts[0].get_text().replace("\n", " ")
    assert finding.endswith(" USD per 40ft to Piraeus, no rate beyond")


def test_charts_of_cost_can_be_read_and_give_the_same_bytes() -> None:
    names = ("northern", "middle", "suez", "cape")
    four = [co.find_route(NET, "Xi'an", "Duisburg", corridor=name, shipment=BOX) for name in names]
    for routes in (four, [PRICED], [UNPRICED], [four[1]]):
        assert list(faults(chart.time_distance(NET, routes, y="cost"))) == []
    pictures = [chart.picture(chart.time_distance(NET, four, y="cost"), "png") for _ in "ab"]
    assert pictures[0] == pictures[1]


def test_cost_needs_one_shipment() -> None:
    with pytest.raises(co.QuantityError) as caught:
        chart.time_distance(NET, FOUR[0], y="cost")
    assert str(caught.value) == (
        'the route "Xi\'an > Duisburg" carries no shipment, so it has no cost to draw; find it '
        'with shipment=Shipment(equipment="40ft"), or --equipment 40ft'
    )
    small = co.Shipment(equipment="20ft")
    other = co.find_route(NET, "Xi'an", "Duisburg", shipment=small)
    with pytest.raises(co.QuantityError) as caught:
        chart.time_distance(NET, [PRICED, other], y="cost")
    assert str(caught.value) == (
        "the routes carry 2 x 40ft, 108,000.00 USD in each and 1 x 20ft; draw the cost of such "
        "that carry the same"
    )


LETTERS = st.characters(
    codec="utf-8", categories=("Lu", "Ll", "Lo", "Nd"), include_characters=" $_^%&<>'"
)
NAMES = st.one_of(
    st.text(st.sampled_from("abcdefgWMil "), min_size=1, max_size=40),
    st.text(LETTERS, min_size=1, max_size=40),
    st.text(st.sampled_from("西安阿克套港口"), min_size=1, max_size=20),
    st.text(st.sampled_from("استنبولباكو"), min_size=1, max_size=20),
)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """Draw a network of 2 to 40 nodes in a line, under names of 1 to 40 letters."""
    number = draw(st.integers(2, 40))
    drawn = draw(st.lists(NAMES, min_size=number, max_size=number))
    names = [f"{name.strip() or 'x'} {index:02d}" for index, name in enumerate(drawn)]
    some = st.integers(60, 4000)
    lengths = draw(st.lists(some, min_size=number - 1, max_size=number - 1))
    hours = draw(st.lists(st.integers(1, 200), min_size=number - 1, max_size=number - 1))
    return dump(chain(names, lengths, hours))


@pytest.mark.unmeasured
@given(lines())
@settings(max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_labels_of_any_names_neither_meet_nor_leave(data: bytes) -> None:
    net = co.load_network(data)
    route = co.find_route(net, "n0", f"n{len(net.nodes) - 1}")
    assert list(faults(chart.time_distance(net, route))) == []
    assert list(faults(chart.time_distance(net, [route, route]))) == []


@given(st.lists(st.floats(0, 10), min_size=1, max_size=20))
def test_labels_in_a_row_keep_their_gaps_and_order(drawn: list[float]) -> None:
    wanted = sorted(drawn)
    found = _labels.spread_out(wanted, 0.5, 0, 10)
    assert all(right - left >= 0.5 - 1e-5 for left, right in pairwise(found))
    assert min(found) >= -1e-5
    assert max(found) <= 10 + 1e-5
    if all(right - left >= 0.5 for left, right in pairwise(wanted)):
        assert found == pytest.approx(wanted, abs=1e-5)


@each_route
def test_the_profile_ends_at_the_figures_of_the_route(route: co.Route) -> None:
    profile = profile_of(NET, route)
    last = profile.marks[-1]
    time = route.transit_time
    assert (last.metres, last.low, last.typical) == (route.distance, time.low, time.typical)
    assert last.within == nine_in_ten(NET, route)
    assert sum(stop.standing for stop in profile.stops) == route.standing.typical
    assert [node for node, _ in profile.places] == list(route.nodes)
    assert profile.stretches[0].start == 0
    assert profile.stretches[-1].end == last.metres
    assert all(one.end == other.start for one, other in pairwise(profile.stretches))
    for one, other in pairwise(profile.marks):
        assert all(before <= after for before, after in zip(one, other, strict=True))


@each_route
def test_numbers_in_the_picture_are_those_of_the_route(route: co.Route) -> None:
    """All go through the one rounding function; a promise is rounded up."""
    figure = chart.time_distance(NET, route)
    words = [text.get_text() for text in texts_of(figure)]
    time, within = route.transit_time, nine_in_ten(NET, route)
    low = _text.days(time.low).removesuffix(".0")
    assert f"low {low} d" in words
    assert f"typical {_text.days(time.typical)} d" in words
    assert f"P90 {math.ceil(within / 86_400)} d" in words
    title = figure.texts[0].get_text().replace("\n", " ")
    about = _text.days(time.typical, digits=0)
    assert title.endswith(
        f"{low} days at best, typically {about}, 90 % within {math.ceil(within / 86_400)}"
    )
    steps = {word for word in words if re.fullmatch(r"\+[\d.]+ d", word)}
    assert steps <= {f"+{_text.days(stop.standing)} d" for stop in profile_of(NET, route).stops}


def test_bars_say_what_the_table_says() -> None:
    found = co.compare_corridors(NET, "Xi'an", "Duisburg")
    words = [text.get_text() for text in texts_of(chart.comparison(found))]
    offered = [row for row in found.rows if row.route]
    assert [row.label for row in found.rows if not row.route] == ["Southern Corridor"]
    assert "not offered: no journey by it is reported for Xi'an > Duisburg" in words
    for row in offered:
        assert row.route
        assert row.within
        assert _text.days(row.route.transit_time.typical) in words
        assert _text.days(row.within, promise=True) in words
        assert _text.days(row.route.transit_time.low) in words


def test_every_stretch_of_countries_and_the_longest_stop_are_named() -> None:
    """By name or by code, unless even the codes are wider than their stretch.

    Also where one long range is reported, which would flatten the field: 14 to 60 days.
    """
    route = co.find_route(NET, "China", "Türkiye", corridor="northern", modes=["rail"])
    profile = profile_of(NET, route)
    figure = chart.time_distance(NET, route)
    words = [text.get_text() for text in texts_of(figure)]
    assert {"Kazakhstan, Russia", "RU, BY", "Poland", "14–60 d"} <= {*words}
    wide = figure.axes[0].get_position().width * figure.get_figwidth()
    for codes, start, end in profile.stretches:
        names, short = ", ".join(map(countries.name_of, codes)), ", ".join(codes)
        needed = _figure.width_of(figure, short, fontsize=STRIP_SIZES[-1])
        fits = needed < wide * (end - start) / route.distance - 0.06
        assert fits == bool({names, short} & {*words}), codes
    assert f"+{_text.days(max(stop.standing for stop in profile.stops))} d" in words
    assert figure.axes[0].get_ylim()[1] < 2 * profile.marks[-1].within / 86_400


def test_the_finding_on_weak_points_names_countries() -> None:
    """Without Kazakhstan both chains go by Suez: the days lost are those of the two together."""
    ends = ("Duisburg", "Istanbul")
    found = co.criticality(NET, [f"Xi'an > {end}" for end in ends], kinds=["countries"])
    finding = chart.weak_points(found).texts[0].get_text()
    lost = 0
    for end in ends:
        without = co.find_route(NET, "Xi'an", end, avoid=co.Avoid(countries={"KZ"}))
        assert "suez" in without.corridors
        lost += without.transit_time.typical - co.find_route(NET, "Xi'an", end).transit_time.typical
    assert _text.days(lost) == "35.8"
    assert finding == "Without Kazakhstan: 35.8 days more, over 2 chains"


def test_bars_of_weak_points_say_what_is_lost() -> None:
    words = [text.get_text() for text in texts_of(chart.weak_points(weak()))]
    for section in weak().sections[:12]:
        assert ("no route" if section[0].cut_off else f"{_text.days(section[0].lost)} d") in words


def test_reported_journeys_are_drawn_with_their_key() -> None:
    route = ROUTES["Xi'an-Istanbul-middle"]
    reports = reported_on(NET, profile_of(NET, route))
    words = [text.get_text() for text in texts_of(chart.time_distance(NET, route))]
    assert len(reports) >= 10
    assert all(f"{item.days} d" in words for item in reports[:15])
    assert all(item.words in words for item in reports[:15])
    assert not [item for item in reports if item.journey.kind == "target"]


@pytest.mark.unmeasured
def test_the_same_figure_gives_the_same_bytes() -> None:
    route = ROUTES["Xi'an-Istanbul-middle"]
    for form in chart.FORMS:
        one, other = (chart.picture(chart.time_distance(NET, route), form) for _ in range(2))
        assert one == other
    assert len(chart.picture(chart.time_distance(NET, route), "png")) < 300_000


def test_an_svg_has_its_text_as_text() -> None:
    figure = chart.time_distance(NET, ROUTES["Xi'an-Istanbul-middle"])
    svg = chart.picture(figure, "svg").decode()
    assert ">Akhalkalaki</text>" in svg
    assert ">+2.6 d</text>" in svg
    assert "<dc:date>" not in svg
    assert chart.picture(figure, "png") == chart.picture(figure, "png")


def test_user_settings_change_nothing() -> None:
    import matplotlib as mpl

    route = ROUTES["Aktau-Alat-middle"]
    before = chart.picture(chart.time_distance(NET, route), "png")
    with mpl.rc_context({"font.size": 30, "font.family": "monospace", "axes.facecolor": "red"}):
        assert chart.picture(chart.time_distance(NET, route), "png") == before


def test_without_matplotlib_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(co.MissingExtraError) as caught:
        chart.time_distance(NET, ROUTES["Aktau-Alat-middle"])
    assert (
        str(caught.value)
        == "a picture needs matplotlib: in a clone of Corridor, pip install '.[plot]'"
    )


def test_comparing_loads_no_plotting_library() -> None:
    code = (
        "import sys; from corridor.cli.main import main; main(['compare']); "
        "print(sorted({'matplotlib', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


TOO_MANY = (
    "5 routes are too many to be told apart; time_distance draws up to 4, "
    "chart.comparison any number"
)


@pytest.mark.parametrize(
    ("routes", "message"),
    [
        ([], "there is no route to draw; give one, or up to four"),
        ([FOUR[0]] * 5, TOO_MANY),
        (
            [FOUR[0], ROUTES["China-Türkiye-middle"]],
            "the routes begin at Xi'an and Khorgos; draw such that begin at the same place",
        ),
    ],
)
def test_what_cannot_be_drawn_together(routes: list[co.Route], message: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        chart.time_distance(NET, routes)
    assert str(caught.value) == message


def test_routes_without_a_whole_price_are_hollow_with_an_arrow_to_what_is_open() -> None:
    box = co.Shipment(equipment="40ft", max_price_age="any")
    front = co.find_pareto_routes(
        NET, "Xi'an", "Duisburg", by=("transit_time", "cost"), shipment=box
    )
    assert front.unpriced
    figure = chart.trade_offs(front)
    texts = " ".join(item.get_text() for item in figure.findobj(Text))
    assert "hollow: not every part has a price" in texts
    arrows = [item for item in figure.findobj(Annotation) if item.arrow_patch is not None]
    assert len(arrows) == len(front.unpriced)
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    hollow = [line for line in dots if line.get_markerfacecolor() == "white"]
    assert len(hollow) == len(front.unpriced)
    assert len(dots) == len(front) + len(front.unpriced)
