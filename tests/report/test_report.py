"""The report: one file that asks for nothing, shows the library's figures, and runs no name."""

import base64
import functools
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import corridor as co
from corridor import text as _text
from corridor.analysis.comparison import compare_corridors
from corridor.cli.main import main
from corridor.report import markup as _markup
from corridor.report import report
from corridor.simulation.p90 import nine_in_ten
from support.bundled import bundled_network
from support.layout import dump
from support.pictured import chain

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Read a page: its tags with attributes, the texts outside script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.words.append(data)

    def of(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@functools.cache
def written() -> str:
    return report.report_html(NET, ROUTE, "corridor report")


@functools.cache
def read() -> Reader:
    return Reader(written())


def test_the_page_is_whole_and_small() -> None:
    assert read().open == []
    assert len(written().encode()) < 2_000_000
    assert "\n" not in read().words[0]


def test_the_page_asks_the_network_for_nothing() -> None:
    """No part of it has an address but the links to sources, and the policy forbids the rest."""
    (policy,) = [meta for meta in read().of("meta") if meta.get("http-equiv")]
    rules = str(policy["content"])
    assert rules.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script")
    assert not {tag for tag, _ in read().tags} & {"link", "img", "iframe", "object", "form", "base"}
    for name, attributes in read().tags:
        if name == "a":
            assert str(attributes["href"]).startswith(("http://", "https://"))
            assert attributes["rel"] == "noopener noreferrer"
            continue
        assert not {"src", "action", "data", "srcset"} & set(attributes)
        for key in ("href", "xlink:href"):
            assert str(attributes.get(key) or "#").startswith("#")
        for value in attributes.values():
            assert all(part.startswith("#") for part in re.findall(r"url\((.)", value or ""))
    assert "@import" not in written()
    assert not re.search(r"url\((?!#)", written())


def test_its_one_script_is_allowed_by_its_hash() -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", written(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in written()
    assert len(script) < 3_000
    assert "innerHTML" not in script
    assert not [key for _, attributes in read().tags for key in attributes if key.startswith("on")]


def test_references_inside_the_page_have_one_target() -> None:
    ids = [str(attributes["id"]) for _, attributes in read().tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", written())) | set(
        re.findall(r'xlink:href="#([^"]+)"', written())
    )
    assert used <= set(ids)


def test_the_stops_add_up_as_they_are_printed() -> None:
    head = read().words.index("stop")
    start = read().words.index("together")
    columns = [read().words[start + number] for number in (1, 2, 3)]
    cells = read().words[head + 6 : start]
    stops = [transfer for transfer in ROUTE.transfers if transfer.estimates]
    assert len(stops) > 5
    for number, total in enumerate(columns):
        parts = cells[2 + number :: 6]
        assert len(parts) == len(stops)
        tenths = [0 if part[0] == "<" else round(10 * float(part)) for part in parts]
        assert sum(tenths) == round(10 * float(total))


def test_figures_are_those_of_the_library() -> None:
    time = ROUTE.transit_time
    words = " ".join(read().words)
    for level in (time.low, time.typical, time.high):
        assert _text.days(level) in words
    assert f"{_text.days(nine_in_ten(NET, ROUTE), promise=True)} d" in words
    for row in compare_corridors(NET, "Xi'an", "Istanbul").rows:
        if row.route is None:
            assert row.reason.startswith("not offered")
            continue
        assert _text.days(row.route.transit_time.typical) in words
        assert _text.km(row.route.distance) in words
    sim = co.simulate(NET, ROUTE, seed=1)
    assert _text.days(sim.percentile(0.95), promise=True) in words
    for source in ROUTE.grounds.sources:
        assert str(source) in read().words


def test_every_leg_and_stop_can_be_reached_by_the_keyboard() -> None:
    buttons = [item for item in read().of("g") if item.get("role") == "button"]
    assert all(item["tabindex"] == "0" for item in buttons)
    told = [str(item["aria-label"]) for item in buttons]
    for leg in ROUTE.legs:
        start = f"{leg.origin.short} > {leg.destination.short}, "
        (words,) = [text for text in told if text.startswith(start)]
        assert f"{_text.days(leg.transit_time.typical)} typical" in words
    for transfer in ROUTE.transfers:
        assert [text for text in told if text.startswith(f"{transfer.node.short}: ")]


def test_the_same_answer_gives_the_same_bytes() -> None:
    code = (
        "import corridor as co, hashlib; from corridor.report import report; "
        "net = co.load_network(); "
        "route = co.find_route(net, \"Xi'an\", 'Istanbul', corridor='middle'); "
        "page = report.report_html(net, route, 'corridor report'); "
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert digests == {hashlib.sha256(written().encode()).hexdigest()}


EVIL = "<script>alert(1)</script>"
ATTRIBUTE = "\" onclick='x' <img src=x onerror=y> &amp;"


def test_names_stay_text() -> None:
    tree = chain([f"{EVIL}", f"{ATTRIBUTE}", "Third"], [800, 900], [20, 30])
    tree["sources"] = {
        "evil": {"title": EVIL, "publisher": ATTRIBUTE, "url": "http://a.b/?q=x&amp"}
    }
    tree["advisories"] = {"watch": {"text": EVIL, "nodes": ["n1"], "sources": ["evil"]}}
    for leg in tree["legs"].values():
        leg["transit_time"] |= {"basis": "reported", "sources": ["evil"]}
    net = co.load_network(dump(tree))
    read = Reader(report.report_html(net, co.find_route(net, "n0", "n2")))
    assert len(read.of("script")) == 1
    assert read.of("img") == []
    assert not [key for _, attributes in read.tags for key in attributes if key.startswith("on")]
    words = "".join(read.words)
    assert EVIL in words
    assert ATTRIBUTE in words


def test_links_lead_to_the_web_only() -> None:
    """Whatever a source made by hand has for its address."""
    for address in ("javascript:alert(1)", "data:text/html,x", " javascript:x", "file:///etc"):
        assert _markup.link("here", address) == "here"
    assert 'rel="noopener noreferrer"' in _markup.link("here", "HTTPS://a.b")
    assert _markup.link("<", None) == "&lt;"


@pytest.mark.parametrize("limits", [{}, {"avoid": co.Avoid(countries={"RU", "BY"})}])
def test_other_corridors_keep_to_what_was_asked(limits: dict[str, co.Avoid]) -> None:
    route = co.find_route(NET, "Xi'an", "Duisburg", **limits)  # type: ignore[arg-type] # one key
    page = report.report_html(NET, route)
    assert ("Northern Corridor" in page.split("<h2>")[1]) != bool(limits) or "no" in page
    assert page.count('class="own"') == 1


def test_a_route_of_its_own_stands_beside_the_best_of_the_corridors() -> None:
    route = co.find_route(NET, "Xi'an", "Istanbul", via="Altynkol", corridor="middle")
    assert report.report_html(NET, route).count('class="own"') == 1
    lone = replace(route, steps=route.steps[:-1])
    assert report.report_html(NET, lone).count('class="own"') == 1


def test_several_routes_and_comparisons() -> None:
    found = compare_corridors(NET, "Xi'an", "Duisburg")
    five, four = (report.report_html(NET, item) for item in (found, found.routes[:4]))
    for page in (five, four):
        read = Reader(page)
        assert len(read.of("svg")) == 1 + 4 + 1  # four side by side, one each if narrow, the map
        ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
    assert "Ocean via the Cape of Good Hope" in five
    with pytest.raises(co.QuantityError) as caught:
        report.report_html(NET, [])
    assert str(caught.value) == "there is no route to report on"


def test_scenarios_stand_in_the_table() -> None:
    jam = co.load_scenario("congestion-2022")
    found = co.compare(NET, ["Xi'an > Istanbul"], corridor="middle", scenarios={"jam": jam})
    page = report.report_html(NET, found)
    (row,) = [row for row in found.rows if row.scenario]
    assert row.lost
    assert f"jam (+{_text.days(row.lost)} d)" in page


def test_scenarios_are_rows_and_further_lines() -> None:
    """Each has a row with what it costs, a line that ends in its days, or the reason for none."""
    names = ("congestion-2022", "caspian-storm")
    slow, storm = scenarios = [co.load_scenario(name) for name in names]
    page = report.report_html(NET, ROUTE, "", scenarios)
    days = co.find_route(slow.apply(NET), "Xi'an", "Istanbul", corridor="middle").transit_time
    assert f">{_text.days(days.typical)} d<" in page
    assert (
        f"Middle Corridor, {slow.name} (+{_text.days(days.typical - ROUTE.transit_time.typical)} d)"
        in page
    )
    assert f"Middle Corridor, {storm.name}: no route" in page
    assert page.count("Caspian storm: no route") >= 2  # in the chart, broad and narrow
    southern = co.find_route(NET, "Xi'an", "Istanbul", corridor="southern")
    several = report.report_html(NET, [ROUTE, southern], "", scenarios)
    assert f"{slow.name} {_text.days(days.typical)} d" in several


def test_a_scenario_is_not_drawn_as_cost() -> None:
    box = co.Shipment(equipment="40ft")
    route = co.find_route(NET, "Xi'an", "Duisburg", corridor="northern", shipment=box)
    with pytest.raises(co.QuantityError) as caught:
        co.chart.time_distance(NET, route, y="cost", scenarios=[co.load_scenario("caspian-storm")])
    assert str(caught.value) == 'scenarios are drawn with time; leave y="cost" out'


def test_charts_take_the_colours_of_the_page() -> None:
    """So they follow dark mode: no white card, and no ink that is not the page's."""
    for chart in re.findall(r'<div class="chart.*?</svg>', written(), re.DOTALL):
        assert "var(--ink)" in chart
        assert not re.search(r"#(ffffff|222222|005a9c)\b", chart, re.IGNORECASE)
    style = written()[: written().index("</style>")]
    light, dark = style.split("prefers-color-scheme:dark", 1)
    used = set(re.findall(r"var\((--[a-z]+)\)", written())) - {"--wide"}
    assert used <= set(re.findall(r"(--[a-z]+):", light))
    assert set(re.findall(r"(--[a-z]+):", light)) <= set(re.findall(r"(--[a-z]+):", dark))


def test_narrow_screens_have_charts_of_their_own() -> None:
    """No chart is cut at 390 pixels, and none of their texts is smaller than on a wide screen."""
    broad = re.findall(r'class="chart broad".*?width="([\d.]+)pt"', written(), re.DOTALL)
    narrow = re.findall(r'class="chart narrow".*?width="([\d.]+)pt"', written(), re.DOTALL)
    assert len(broad) == len(narrow) == 2
    assert all(float(width) < 390 for width in narrow)
    assert ".chart svg{min-width" not in written()


def test_print_opens_what_is_folded() -> None:
    assert "beforeprint" in written()
    assert "details::details-content{content-visibility:visible" in written()


def test_a_shipment_has_its_cost_and_emissions() -> None:
    box = co.Shipment(equipment="40ft", cargo_mass="14 t")
    routes = [
        co.find_route(NET, "Xi'an", "Duisburg", corridor=name, shipment=box)
        for name in ("middle", "northern")
    ]
    for answer in (routes[0], routes):
        read = Reader(report.report_html(NET, answer))
        assert "Cost and emissions" in read.words
        assert routes[0].emissions
        assert _text.kg(int(routes[0].emissions.total)) in " ".join(read.words)


def test_the_command_writes_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.html"
    words = ["report", "Xi'an > Istanbul", "--corridor", "middle", "-o", str(path)]
    assert main(words) == 0
    printed = capsys.readouterr().out
    finding = "Xi'an > Istanbul: 15.1 days at best, typically 24, 90 % within 30."
    assert printed == f"{finding}\nwritten to {path}\n"
    text = path.read_text(encoding="utf-8")
    made = "made by: corridor report &#x27;Xi&#x27;&quot;&#x27;&quot;&#x27;an &gt; Istanbul&#x27; "
    assert f"{made}--corridor middle -o report.html" in text
    assert main(words) == 2
    error = f"error: {path} already exists\n  hint: --force replaces it\n"
    assert capsys.readouterr().err == error


def test_a_comparison_without_any_route_is_no_report() -> None:
    none = co.compare(NET, ["Xi'an > Istanbul"], avoid=co.Avoid(countries={"KZ", "RU", "IN"}),
                      corridor="middle")  # fmt: skip
    with pytest.raises(co.QuantityError) as caught:
        report.report_html(NET, none)
    assert str(caught.value) == "there is no route to report on"


def test_routes_from_several_places_are_bars_and_what_is_advertised_is_named() -> None:
    """A chart against distance would have no common start."""
    rows = co.compare(NET, ["China > Türkiye", "Aktau > Baku"], corridor="middle")
    page = report.report_html(NET, rows)
    assert page.count("<svg") == 2
    assert "Time against distance from terminal to terminal" not in page
    claim = rows.rows[0].claims[0].sources[0]
    assert f"China &gt; Türkiye: 12 days are advertised ({claim})." in page
