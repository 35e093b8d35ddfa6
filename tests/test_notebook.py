"""What notebooks show: the numbers of the text, small, without scripts, and names stay text."""

import pickle
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

import corridor as co
from corridor import text as _text
from corridor.printing import shown as _html
from support.bundled import bundled_network
from support.layout import dump
from support.small import line

NET = bundled_network()
BOX = co.Shipment(equipment="40ft", quantity=2, cargo_value="108000 USD", max_price_age="any")
SHIPPED = "2026-12-01"
STORM = co.Scenario("storm").close("aktau--alat--ferry")
VALUES: dict[str, Callable[[], object]] = {
    "network": lambda: NET,
    "route": lambda: co.find_route(NET, "Xi'an", "Istanbul", corridor="middle"),
    "comparison": lambda: co.compare(NET, ["China > Türkiye", "Xi'an > Duisburg"]),
    "corridors": lambda: co.compare_corridors(NET, "Xi'an", "Duisburg"),
    "simulation": lambda: co.simulate(NET, "Xi'an > Baku", seed=1, runs=1000),
    "indicators": lambda: co.measure_indicators(co.find_route(NET, "Xi'an", "Baku")),
    "alternatives": lambda: co.find_routes(NET, "Xi'an", "Istanbul", limit=3),
    "explanation": lambda: co.explain(NET, co.find_route(NET, "Xi'an", "Baku")),
    "priced": lambda: co.explain(NET, co.find_route(NET, "Xi'an", "Duisburg", shipment=BOX)),
    "promise": lambda: co.simulate(NET, "Xi'an > Baku", seed=1, runs=100).arrive_by(SHIPPED, 0.9),
    "front": lambda: co.find_pareto_routes(NET, "Xi'an", "Duisburg", shipment=BOX),
    "weak points": lambda: co.criticality(NET, ["Xi'an > Baku"], kinds=["borders"]),
    "throughput": lambda: co.capacity(NET, "Xi'an", "Baku"),
    "difference": lambda: co.diff(NET, STORM.apply(NET)),
    "ledger": lambda: co.evidence(NET),
    "answers": lambda: co.od_matrix(NET, ["Xi'an"], ["Baku", "Istanbul"]),
    "cost": lambda: co.find_route(NET, "Xi'an", "Duisburg", shipment=BOX).cost,
    "emissions": lambda: co.find_route(NET, "Xi'an", "Duisburg", shipment=BOX).emissions,
    "break-even": lambda: co.break_even(NET, *co.find_routes(NET, "Xi'an", "Baku", limit=2)),
    "scenario": lambda: STORM,
    "blocking sets": lambda: co.blocking_sets(NET, "Xi'an", "Baku"),
}
#: Values without a text of their own: their fields are shown.
RECORDS: dict[str, Callable[[], object]] = {
    "leg": lambda: NET.legs["aktau--alat--ferry"],
    "node": lambda: NET.nodes["aktau"],
    "journey": lambda: NET.journeys["mc-001"],
    "source": lambda: next(iter(NET.sources.values())),
    "corridor": lambda: NET.corridors["middle"],
    "transfer": lambda: co.find_route(NET, "Xi'an", "Baku").transfers[0],
    "evidence": lambda: co.find_route(NET, "Xi'an", "Baku").grounds,
    "row": lambda: co.evidence(NET).rows[0],
    "weak point": lambda: co.criticality(NET, ["Aktau > Baku"], kinds=["borders"]),
    "shipment": lambda: BOX,
    "avoid": lambda: co.Avoid(countries={"RU"}),
}
LONGEST = 200
PICTURE = re.compile(r"<img [^>]*>")
TABLE = ("table", "thead", "tbody", "tr", "th", "td")
HOSTILE = "<script>alert(1)</script>\" onx='1' [a](javascript:1) &amp;"


class Reader(HTMLParser):
    """Gather tags, attributes and texts, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style":
            self.texts.append(data)


def html_of(value: object) -> str:
    html: str = value._repr_html_()  # type: ignore[attr-defined]  # each of NOUNS has it
    return html


def full_text(value: object) -> str:
    return str(value.full() if hasattr(value, "full") else value)


def numbers(text: str) -> list[str]:
    return re.findall(r"[0-9]+(?:[.,][0-9]+)*", text)


@pytest.mark.parametrize("name", VALUES)
def test_a_notebook_shows_the_numbers_of_the_text(name: str) -> None:
    value = VALUES[name]()
    html = html_of(value)
    shown, said = Counter(numbers(" ".join(Reader(html).texts))), Counter(numbers(full_text(value)))
    if "more: full() shows all" in html:  # its rows do not fit
        counts = [part.split()[0] for part in html.split("… ")[1:]]
        assert shown - said <= Counter(counts)
    else:
        assert shown == said
    assert len(PICTURE.sub("", html).encode()) <= _html.LARGEST


@pytest.mark.parametrize("name", VALUES)
def test_a_notebook_gets_no_script(name: str) -> None:
    read = Reader(html_of(VALUES[name]()))
    assert read.tags <= {"style", "div", "p", "dl", "dt", "dd", "br", "img", *TABLE}
    assert read.attributes <= {"class", *({"src", "alt", "style"} if "img" in read.tags else set())}


def test_names_stay_text() -> None:
    spec = line()
    spec["name"] = HOSTILE
    spec["nodes"]["a"]["name"] = HOSTILE
    net = co.load_network(dump(spec))
    route = co.find_route(net, "a", "c")
    sim = co.simulate(net, route, seed=1, runs=100)
    for value in (net, route, co.compare(net, ["a > c"]), sim):
        html = html_of(value)
        read = Reader(html)
        assert "script" not in read.tags
        assert read.attributes <= {"class", "src", "alt", "style"}
        assert HOSTILE in "".join(read.texts).replace("\n", "")


def test_control_characters_are_spelled_out() -> None:
    assert "Ak\\x1b[31mtau" in _html.page([_text.Prose(["Ak\x1b[31mtau"])])


def test_what_is_long_is_cut_and_counted() -> None:
    rows = [(f"row {number}", "<" * 5000) for number in range(5000)]
    blocks: list[_text.Block] = [
        _text.Table(("a", "b"), rows),
        _text.Pairs(rows),
        _text.Prose(["&" * 10_000] * 100),
    ]
    html = _html.page(blocks)
    assert len(html.encode()) <= _html.LARGEST
    assert html.count("more: full() shows all") == 3
    assert "row 4" in html


def test_a_table_without_rows_is_nothing() -> None:
    blocks: list[_text.Block] = [_text.Table(("a",), []), _text.Pairs([])]
    assert Reader(_html.page(blocks)).texts == []
    assert _text.page(blocks) == ""


@pytest.mark.parametrize("name", [*VALUES, *RECORDS])
def test_a_representation_is_one_short_line(name: str) -> None:
    """A cell that ends in a list of them, or a debugger, shows what each is."""
    value = (VALUES | RECORDS)[name]()
    assert type(value).__name__.lower()[:4] in repr(value).lower() or isinstance(value, co.Shipment)
    assert len(repr(value)) <= LONGEST
    assert "\n" not in repr(value)


@pytest.mark.parametrize("name", RECORDS)
def test_records_show_their_fields(name: str) -> None:
    html = html_of(RECORDS[name]())
    read = Reader(html)
    assert read.tags <= {"style", "div", "p", "dl", "dt", "dd", "br", *TABLE}
    assert len(html.encode()) <= _html.LARGEST


def test_fields_come_with_units_and_without_defaults() -> None:
    words = " ".join(Reader(html_of(NET.legs["aktau--alat--ferry"])).texts)
    assert "487 km" in words
    assert "waypoints" not in words or NET.legs["aktau--alat--ferry"].waypoints
    assert "None" not in words


def test_totals_stay_where_rows_are_cut() -> None:
    rows: list[tuple[str, str] | None] = [(f"row {number}", "1") for number in range(50)]
    html = _html.page([_text.Table(("a", "b"), [*rows, None, ("total", "50")])])
    assert html.count("<tr") == 1 + 18 + 1
    assert "total" in html
    assert "… 32 more" in html


def test_a_route_shows_its_chart_and_its_map() -> None:
    route = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
    found = PICTURE.findall(route._repr_html_())
    assert len(found) == 2
    assert all(len(image) < 200_000 for image in found)
    assert all("Xi&#x27;an – Istanbul" in image for image in found)


def test_a_route_that_was_sent_away_shows_no_picture() -> None:
    route = co.find_route(NET, "Aktau", "Baku")
    assert "<img" not in pickle.loads(pickle.dumps(route))._repr_html_()


def test_a_figure_shows_itself() -> None:
    data, how = co.chart.time_distance(NET, co.find_route(NET, "Aktau", "Baku"))._repr_png_()  # type: ignore[attr-defined]  # of the class that is made where matplotlib is
    assert data[:4] == b"\x89PNG"
    assert how == {"width": 800}


def test_every_public_value_is_short_and_shows_itself() -> None:
    """But for plain amounts, which read as what they are, each has HTML of its own."""
    plain = {"Distance", "Duration", "Location", "Mass", "Money", "Severity", "Notice"}
    kinds = {name: getattr(co, name) for name in co.__all__}
    values = {
        name
        for name, kind in kinds.items()
        if isinstance(kind, type) and not issubclass(kind, Exception)
    }
    assert {name for name in values if not hasattr(kinds[name], "_repr_html_")} <= plain | {
        "CarbonPrice"
    }
    series = co.prices(NET, "Xi'an > Duisburg").series[0]
    for value in (series, series.prices[0]):
        assert len(repr(value)) < LONGEST
        assert len(html_of(value)) < 10_000
