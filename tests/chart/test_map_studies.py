"""Maps of the network, of studies and scenarios; routes that share track side by side."""

import itertools
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.chart.maps.content import of_routes
from corridor.chart.maps.scene import ASIDE, make_scene
from corridor.chart.maps.side_by_side import apart, shifted
from corridor.chart.maps.studies import content_of
from corridor.cli.main import main
from support.bundled import bundled_network

NET = bundled_network()
MIDDLE = co.find_route(NET, "Xi'an", "Duisburg", corridor="middle")
NORTHERN = co.find_route(NET, "Xi'an", "Duisburg", corridor="northern")
SHARED = {leg.id for leg in MIDDLE.legs} & {leg.id for leg in NORTHERN.legs}
Line = list[tuple[float, float]]


def measure(text: str, _bold: str) -> float:
    return 0.07 * len(text)


def off(spot: tuple[float, float], line: Line) -> float:
    """Return how far a spot lies from a line."""
    here, found = complex(*spot), [math.dist(spot, end) for end in line]
    for start, end in itertools.pairwise(complex(*end) for end in line):
        along = end - start
        turned = (here - start) * along.conjugate() / abs(along)
        found += [abs(turned.imag)] if 0 <= turned.real <= abs(along) else []
    return min(found)


@given(st.lists(st.integers(-20, 20), min_size=2, max_size=12), st.sampled_from([-0.1, 0.1]))
def test_a_shifted_line_keeps_its_distance(heights: list[int], aside: float) -> None:
    """Off the corners it is exactly as far from the old line, on the side that was asked for."""
    line = [(float(number), height / 40) for number, height in enumerate(heights)]
    moved = shifted(line, aside)
    assert len(moved) == len(line)
    for (ax, ay), (bx, by) in itertools.pairwise(moved):
        spot = ((ax + bx) / 2, (ay + by) / 2)
        assert off(spot, line) == pytest.approx(abs(aside), rel=0.05)
    assert (moved[0][1] > line[0][1]) == (aside > 0)


def test_the_other_direction_is_shifted_to_the_other_side() -> None:
    line = [(0.0, 0.0), (1.0, 0.5), (2.0, 0.0)]
    there, back = shifted(line, 0.1), shifted(line[::-1], -0.1)[::-1]
    for one, other in zip(there, back, strict=True):
        assert one == pytest.approx(other)


def test_shared_legs_have_lanes_of_their_own_and_others_have_none() -> None:
    lanes = apart([MIDDLE.legs, NORTHERN.legs, MIDDLE.legs], 0.06)
    assert {leg for _, leg in lanes} == {leg.id for leg in MIDDLE.legs}
    both = next(iter(SHARED))
    assert [lanes[number, both] for number in range(3)] == pytest.approx([-0.06, 0, 0.06])
    assert apart([MIDDLE.legs], 0.06) == {}


def test_two_routes_on_shared_track_lie_side_by_side() -> None:
    """Neither hides the other, whichever way they run: Xi'an to Duisburg, Duisburg to Xi'an."""
    assert SHARED
    back = co.find_route(NET, "Duisburg", "Xi'an", corridor="northern")
    for other in (NORTHERN, back):
        sheet = make_scene(of_routes(NET, [MIDDLE, other]), (10, 5), measure).main
        (_, first), (_, second) = sheet.strands
        lines = {drawn.leg.id: drawn.line for drawn in second}
        shared = [drawn for drawn in first if drawn.leg.id in lines]
        assert shared
        for drawn in shared:
            middles = [
                ((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in itertools.pairwise(drawn.line)
            ]
            apart_by = max(off(spot, lines[drawn.leg.id]) for spot in middles)
            assert apart_by == pytest.approx(ASIDE, rel=0.2)


def test_the_map_of_the_network_has_every_leg_and_node() -> None:
    content = content_of(NET, None)
    assert {leg.id for strand in content.strands for leg in strand.legs} == set(NET.legs)
    assert {mark.node.id for mark in content.marks} == set(NET.nodes)
    assert set(content.words) == set(NET.legs) | {f"node {own}" for own in NET.nodes}
    page = co.interactive_map(NET)
    assert page.html.count('class="hit"') == len(NET.legs)
    assert len(page.html) < 1_000_000
    assert len(repr(page)) < 200


def test_a_critical_element_says_what_closing_it_does() -> None:
    found = co.criticality(NET, ["Xi'an > Istanbul"], corridor="middle", kinds=["nodes", "legs"])
    content = content_of(NET, found)
    assert "no route remains" in content.words["node alat"]
    named = {mark.node.id: mark.text for mark in content.marks}
    assert named["alat"] == "cut"
    costly = next(point for point in found.points if point.kind == "nodes" and point.lost)
    assert named[str(costly.item)].startswith("+")


def test_a_flow_is_drawn_by_what_passes_and_what_limits_it() -> None:
    found = co.capacity(NET, "Xi'an", "Türkiye", corridor="middle")
    content = content_of(NET, found)
    amounts = [
        int(said.replace(",", ""))
        for said in re.findall(
            r"([\d,]+) TEU a year",
            "\n".join(said for key, said in content.words.items() if not key.startswith("node ")),
        )
    ]
    assert max(amounts) == found.teu
    assert content.words["node alat"] == f"Alat: limited to {found.teu:,} TEU a year"


def test_a_scenario_shows_what_it_closes_and_the_routes_with_and_without() -> None:
    storm = co.load_scenario("caspian-storm")
    content = content_of(NET, MIDDLE, storm)
    assert content.words["aktau--alat--ferry"].startswith("closed by Caspian storm: ")
    assert [strand.tag for strand in content.strands if strand.tag] == ["without"]
    slow = co.load_scenario("congestion-2022")
    tags = [strand.tag for strand in content_of(NET, MIDDLE, slow).strands if strand.tag]
    assert tags == ["without", "with"]
    alone = content_of(NET, None, storm)
    assert {leg.id for strand in alone.strands for leg in strand.legs} == {
        "aktau--alat--ferry",
        "kuryk--alat--ferry",
        "turkmenbashi--alat--ferry",
    }


def test_a_study_under_a_scenario_says_what_to_do_instead() -> None:
    found = co.criticality(NET, ["Aktau > Baku"], kinds=["legs"])
    with pytest.raises(co.QuantityError) as caught:
        co.interactive_map(NET, found, scenario=co.load_scenario("caspian-storm"))
    assert str(caught.value) == (
        "a scenario is drawn with routes or alone; apply it to the network and ask again"
    )


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ([], "The network: 234 nodes, 462 legs, 40 countries"),
        (["--scenario", "caspian-storm"], "Caspian storm: what it closes and changes"),
        (
            ["Xi'an > Türkiye", "--corridor", "middle", "--kind", "capacity"],
            "Xi'an > Türkiye: 150,000 TEU a year, limited by Alat",
        ),
    ],
    ids=["network", "scenario", "capacity"],
)
@pytest.mark.parametrize("ending", ["html", "png"])
def test_the_command_draws_them(
    words: list[str],
    finding: str,
    ending: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / f"map.{ending}"
    assert main(["map", *words, "-o", str(path)]) == 0
    assert capsys.readouterr().out == f"{finding}\nwritten to {path}\n"
    assert path.stat().st_size > 10_000


def test_a_notebook_shows_it_in_a_frame_of_its_own() -> None:
    shown = co.interactive_map(NET, co.find_route(NET, "Aktau", "Poti"))._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts"' in shown
    assert "<script>" not in shown  # escaped: no script of it runs in the notebook itself
