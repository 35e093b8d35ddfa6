"""What a total rests on and what a route touches, from parts written by hand."""

from typing import Any

import pytest

import corridor as co
from corridor.network.estimates import Estimate, Source
from corridor.network.fields import Basis
from corridor.network.journeys import Journey, JourneyEnd, ReportedPeriod
from corridor.routes import evidence_base
from corridor.routes.evidence_base import Grounds, grounds_of
from corridor.routes.steps import Element
from corridor.units import Duration
from support.small import estimate, leg, line, read, spot

SOURCES = [
    Source(id=name, title=name.title(), publisher="Press", date=date)
    for name, date in (("atlas", "2019-05"), ("blog", None), ("china", "2024"), ("dvz", "2021-01"))
]


def journey(name: str, *sources: str) -> Journey:
    return Journey(
        id=name, origin=JourneyEnd(text="A"), destination=JourneyEnd(text="B"), corridor="middle",
        direction="westbound", mode="rail", period=ReportedPeriod(text="2025"), kind="observed",
        party="operator", scope="segment", level="low", use="fit", sources=sources,
    )  # fmt: skip


JOURNEYS = [journey("first", "atlas"), journey("second", "dvz", "atlas"), journey("unused", "dvz")]


def part(label: str, hours: int, basis: Basis, **rests: Any) -> tuple[Element, Estimate]:
    time = Duration(hours * 3_600)
    return Element("leg", label, label=label), Estimate(time, time, time, basis=basis, **rests)


def rested(*parts: tuple[Element, Estimate]) -> Grounds:
    return grounds_of(parts, JOURNEYS, SOURCES)


def test_the_weakest_figure_is_the_longest_that_no_report_carries() -> None:
    """A reported or calibrated part is never the weakest, however long; nor one of no time."""
    found = rested(
        part("reported", 90, "reported", sources=("china",)),
        part("calibrated", 80, "calibrated", claims=("first",)),
        part("short", 5, "estimated"),
        part("long", 7, "assumed"),
        part("empty", 0, "assumed"),
    )
    assert found.weakest == ("long", 7 * 3_600)
    assert rested(part("b", 5, "assumed"), part("a", 5, "estimated")).weakest == ("a", 18_000)
    firm = rested(part("reported", 9, "reported"), part("empty", 0, "estimated"))
    assert firm.weakest is None
    assert evidence_base.in_one_line(found).endswith("; weakest figure: long")
    assert evidence_base.in_one_line(firm) == "100 % reported"


def test_times_are_summed_by_basis_from_the_firmest_down() -> None:
    found = rested(
        part("d", 1, "assumed"),
        part("b", 2, "calibrated"),
        part("a", 3, "reported"),
        part("again", 4, "reported"),
        part("nothing", 0, "estimated"),
    )
    assert dict(found.seconds) == {"reported": 25_200, "calibrated": 7_200, "assumed": 3_600}
    assert list(found.seconds) == ["reported", "calibrated", "assumed"]
    assert found.total == 36_000
    assert found.share("reported") == 0.7
    assert found.share("estimated") == 0


def test_sources_and_journeys_come_by_the_time_that_they_carry() -> None:
    """A source cited twice for one part carries that part once; a journey brings its own sources.

    atlas: 4 + 6 = 10 h, china 5 h, dvz 6 h. first: 4 h, second: 4 + 6 = 10 h (second cites both).
    """
    found = rested(
        part("one", 4, "calibrated", claims=("first", "second"), sources=("atlas",)),
        part("two", 6, "calibrated", claims=("second",)),
        part("three", 5, "reported", sources=("china",)),
    )
    assert [item.id for item in found.claims] == ["second", "first"]
    assert [item.id for item in found.sources] == ["atlas", "dvz", "china"]


@pytest.mark.parametrize(
    ("cited", "years"),
    [
        (("china", "atlas", "dvz", "blog"), ("2019", "2024")),
        (("dvz",), ("2021", "2021")),
        (("blog", "dvz"), ("2021", "2021")),
        (("blog",), None),
        ((), None),
    ],
)
def test_years_are_the_first_and_the_last_of_dated_sources(
    cited: tuple[str, ...], years: tuple[str, str] | None
) -> None:
    assert rested(part("one", 4, "reported", sources=cited)).years == years


def test_evidence_in_words() -> None:
    parts = [part("one", 3, "calibrated", claims=("first",)), part("two", 1, "assumed")]
    assert list(evidence_base.evidence_words(rested(*parts))) == [
        ("evidence", "75 % calibrated, 25 % assumed (1 reported journey); weakest figure: two"),
        ("sources", "Press, Atlas, 2019-05 [atlas]"),
    ]
    both = part("one", 3, "calibrated", claims=("first", "second"))
    assert list(evidence_base.evidence_words(rested(both))) == [
        ("evidence", "100 % calibrated (2 reported journeys)"),
        ("sources", "Press, Atlas, 2019-05 [atlas]"),
        ("", "Press, Dvz, 2021-01 [dvz]"),
    ]


@pytest.mark.parametrize(("many", "more"), [(6, ()), (7, (1,)), (9, (3,))])
def test_six_sources_are_named_and_the_others_counted(many: int, more: tuple[int, ...]) -> None:
    sources = [Source(id=f"s{number}", title="T", publisher="P") for number in range(many)]
    parts = [part("one", 1, "reported", sources=tuple(item.id for item in sources))]
    _, *named = evidence_base.evidence_words(grounds_of(parts, [], sources))
    expected = [("" if number else "sources", f"P, T [s{number}]") for number in range(6)]
    rest = [("", f"and {number} more: .grounds.sources, or --json") for number in more]
    assert named == expected + rest


def rails() -> co.Route:
    """Return a route a (KZ) - b (GE) - c (KZ) - d (KZ) whose gauge changes twice."""
    spec = line("rail", gauge="1520 mm")
    spec["nodes"]["d"] = spot("Delta", "KZ")
    stop = {"inbound": "rail", "outbound": "rail", "kind": "border", "time": estimate("12 h")}
    spec["nodes"]["b"]["dwell"] = [stop]
    spec["legs"]["b--c"] |= {"gauge": "1435 mm", "operators": ["Red Rail", "Blue Rail"]}
    spec["legs"]["c--d"] = leg("c", "d", "road", contains_gauge_break="true")
    handled = {"inbound": "rail", "outbound": "road", "kind": "transshipment"}
    spec["nodes"]["c"]["dwell"] = [handled | {"time": estimate("1 h")}]
    return co.find_route(read(spec), "a", "d", modes=("rail", "road"))


def test_what_a_route_touches_is_told_with_the_legs_that_do() -> None:
    found = rails().touches
    assert found.countries == (("KZ", ("a--b", "b--c", "c--d")), ("GE", ("a--b", "b--c")))
    assert found.borders == ((("GE", "KZ"), ("a--b", "b--c")),)
    assert found.operators == (("Blue Rail", ("a--b", "b--c")), ("Red Rail", ("b--c",)))


def test_borders_and_changes_of_gauge_come_in_order() -> None:
    """Within a leg, and where two legs of different gauge meet; a road in between is no gauge."""
    route = rails()
    assert evidence_base.borders_of(route.legs) == (("KZ", "GE"), ("GE", "KZ"))
    assert evidence_base.gauge_breaks_of(route.legs) == ("b", "c--d")
    assert evidence_base.gauge_breaks_of(co.find_route(read(line()), "a", "c").legs) == ()
