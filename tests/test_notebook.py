"""What notebooks show: the numbers of the text, small, without scripts, and names stay text."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

import corridor as co
from corridor import notebook as _html
from corridor import text as _text
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
}
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


def numbers(text: str) -> list[str]:
    return re.findall(r"[0-9]+(?:[.,][0-9]+)*", text)


@pytest.mark.parametrize("name", VALUES)
def test_a_notebook_shows_the_numbers_of_the_text(name: str) -> None:
    value = VALUES[name]()
    html = html_of(value)
    shown, said = Counter(numbers(" ".join(Reader(html).texts))), Counter(numbers(str(value)))
    if name == "ledger":  # its rows do not fit
        assert "more: print() shows all" in html
        assert shown - said <= Counter([html.partition("… ")[2].split()[0]])
    else:
        assert shown == said
    assert len(html.encode()) <= _html.LARGEST


@pytest.mark.parametrize("name", VALUES)
def test_a_notebook_gets_no_script(name: str) -> None:
    read = Reader(html_of(VALUES[name]()))
    assert read.tags <= {"style", "div", "p", "dl", "dt", "dd", "br", *TABLE}
    assert read.attributes <= {"class"}


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
        assert read.attributes <= {"class"}
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
    assert html.count("more: print() shows all") == 3
    assert "row 4" in html


def test_a_table_without_rows_is_nothing() -> None:
    blocks: list[_text.Block] = [_text.Table(("a",), []), _text.Pairs([])]
    assert Reader(_html.page(blocks)).texts == []
    assert _text.page(blocks) == ""
