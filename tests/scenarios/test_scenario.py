"""What if: changes to a network, as values and as files; every refusal by its full text."""

import itertools
import pickle
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import corridor as co
from corridor.network.estimates import Levels
from support.bundled import bundled_network
from support.small import detour, line, read

NET = bundled_network()
FERRY = "aktau--alat--ferry"
NORTHERN = "brest--malaszewicze--rail"


def refusal(scenario: co.Scenario, net: co.Network = NET) -> str:
    with pytest.raises(co.ScenarioError) as caught:
        scenario.apply(net)
    assert caught.value.refusals
    return str(caught.value)


def test_a_scenario_is_a_value() -> None:
    empty = co.Scenario("storm")
    storm = empty.close(FERRY, reason="wind")
    assert empty.changes == ()
    assert storm == co.Scenario("storm").close(FERRY, reason="wind")
    assert hash(storm) == hash(co.Scenario("storm").close(FERRY, reason="wind"))
    assert pickle.loads(pickle.dumps(storm)).apply(NET) == storm.apply(NET)
    assert storm.undo() == empty
    assert empty.apply(NET) is NET


def test_a_network_is_not_changed() -> None:
    before = NET.digest, NET.legs[FERRY]
    storm = co.Scenario("storm").close(FERRY).slow("aktau", factor=2).apply(NET)
    assert (bundled_network().digest, NET.legs[FERRY]) == before
    assert storm != NET
    assert "2026.11+storm" in storm.stamp


def test_closing_has_a_window_that_later_days_keep_to() -> None:
    storm = co.Scenario("storm").close(FERRY, start="2026-11-20", end="2026-11-27").apply(NET)
    open_on = {
        day: co.as_of(storm, day).is_open(storm.legs[FERRY])
        for day in ("2026-11-19", "2026-11-20", "2026-11-26", "2026-11-27")
    }
    assert list(open_on.values()) == [True, False, False, True]


def test_closing_twice_is_closing_once_and_reopening_gives_it_back() -> None:
    once = co.Scenario("storm").close(FERRY)
    assert once.apply(once.apply(NET)) == once.apply(NET)
    assert once.close(FERRY).apply(NET) == once.apply(NET)
    again = co.Scenario("storm").reopen(FERRY).apply(once.apply(NET))
    assert again.legs[FERRY] == NET.legs[FERRY]


def test_slowing_twice_by_two_is_slowing_by_four() -> None:
    twice = co.Scenario("jam").slow(FERRY, factor=2).slow(FERRY, factor=2).apply(NET)
    once = co.Scenario("jam").slow(FERRY, factor=4).apply(NET)
    times = [net.legs[FERRY].transit_time.levels for net in (twice, once, NET)]
    assert times[0] == times[1] == tuple(4 * time for time in times[2])


def test_factors_are_multiplied_before_anything_is_rounded() -> None:
    factors = (1.1, 1.3, 0.7)
    exact = Fraction("1.1") * Fraction("1.3") * Fraction("0.7")
    for order in itertools.permutations(factors):
        jam = co.Scenario("jam")
        for factor in order:
            jam = jam.slow(FERRY, factor=factor)
        low = jam.apply(NET).legs[FERRY].transit_time.low
        assert low == round(NET.legs[FERRY].transit_time.low * exact)


def test_a_delay_is_added_at_each_level_and_stands_on_weaker_ground() -> None:
    delayed = co.Scenario("queue").slow(FERRY, delay="0 h, 2 days, 7 days", reason="wind")
    time, old = (net.legs[FERRY].transit_time for net in (delayed.apply(NET), NET))
    added = [new - was for new, was in zip(time.levels, old.levels, strict=True)]
    assert added == [0, 2 * 86_400, 7 * 86_400]
    assert (old.basis, time.basis, time.rule) == ("calibrated", "assumed", "delay: wind")


def test_a_slow_stop_concerns_that_node_alone() -> None:
    """Where the file's defaults decide, the node gets entries of its own."""
    before = co.find_route(NET, "Tbilisi", "Constanta")
    (stop,) = [transfer.node.id for transfer in before.transfers if transfer.dwell]
    slow = co.Scenario("queue").slow(stop, factor=2).apply(NET)
    assert [row.path for row in co.diff(NET, slow).rows] == ["version", f"nodes.{stop}.dwell"]
    way = co.Require(legs={leg.id for leg in before.legs})
    after = co.find_route(slow, "Tbilisi", "Constanta", require=way)
    assert after.dwell.typical == 2 * before.dwell.typical


def test_a_country_is_its_legs_and_stops() -> None:
    shut = co.Scenario("shut").close("KZ").apply(NET)
    for leg in NET.legs.values():
        assert shut.is_open(shut.legs[leg.id]) == (
            NET.is_open(leg) and "KZ" not in NET.countries_of(leg)
        )


def test_a_closed_item_is_as_one_avoided() -> None:
    for item, avoid in (
        ("KZ", co.Avoid(countries={"KZ"})),
        ("PL-BY", co.Avoid(borders={"BY-PL"})),
        ("altynkol", co.Avoid(nodes={"altynkol"})),
        (FERRY, co.Avoid(legs={FERRY})),
    ):
        shut = co.find_route(co.Scenario("shut").close(item).apply(NET), "Xi'an", "Istanbul")
        kept = co.find_route(NET, "Xi'an", "Istanbul", avoid=avoid)
        assert [leg.id for leg in shut.legs] == [leg.id for leg in kept.legs]


def test_a_strait_is_the_legs_that_pass_it() -> None:
    shut = co.Scenario("shut").close("bab-el-mandeb").apply(NET)
    with pytest.raises(co.NoRouteError):
        co.find_route(shut, "Shanghai", "Rotterdam", corridor="suez")
    assert co.find_route(shut, "Shanghai", "Rotterdam", corridor="cape").legs


def test_times_change_on_days_in_their_window() -> None:
    jam = co.Scenario("jam").slow(FERRY, factor=2, start="2022-01-01", end="2023-01-01")
    in_2022 = co.as_of(NET, "2022-06-01")
    then = jam.apply(in_2022).in_force.legs[FERRY].transit_time
    assert then.low == 2 * NET.legs[FERRY].transit_time.low
    assert co.as_of(jam.apply(NET), "2022-06-01") == jam.apply(in_2022)
    assert jam.apply(NET).in_force.legs[FERRY].transit_time == NET.legs[FERRY].transit_time


def test_a_headway_changes_the_wait() -> None:
    daily = co.Scenario("daily").headway(FERRY, every="1 day", reason="a third feeder").apply(NET)
    wait = daily.legs[FERRY].wait
    assert wait is not None
    assert wait.levels == (0, 43_200, 86_400)


TARIFF = "titr-istanbul-40ft-2018"


def test_a_tariff_takes_another_price() -> None:
    dear = co.Scenario("dear").reprice(TARIFF, factor=1.1, reason="peak", expects="3474 USD")
    net = dear.apply(NET)
    assert [row.path for row in co.diff(NET, net).rows] == [
        "version", f"tariffs.{TARIFF}.price", f"tariffs.{TARIFF}.note",
    ]  # fmt: skip
    assert str(net.file.tariffs[TARIFF].price.at("typical")) == "3,821.40 USD"
    assert net.file.tariffs[TARIFF].note == "factor 1.1: peak"
    cheap = co.Scenario("cheap").reprice(TARIFF, price="3000 USD")
    assert str(cheap.apply(NET).file.tariffs[TARIFF].price.low) == "3,000.00 USD"
    assert dear.apply(cheap.undo().apply(NET)) == net
    both = dear.reprice(TARIFF, factor=2).apply(NET).file.tariffs[TARIFF].price
    assert str(both.low) == "7,642.80 USD"
    text = refusal(
        cheap.reprice(TARIFF, price="1 USD").reprice("titr-istanbul-40ft-2017", factor=2)
    )
    assert (
        text
        == """\
the scenario "cheap" cannot be applied
  change 2, reprice titr-istanbul-40ft-2018
    found     reprice by price for titr-istanbul-40ft-2018, where change 1 says reprice by price
    expected  changes that can be made in any order
    fix       remove one, or give them windows that do not overlap
  change 3, reprice titr-istanbul-40ft-2017
    found     "titr-istanbul-40ft-2017", which has no tariff in this network
    expected  the id of a tariff, or of a leg that has one
    fix       did you mean titr-istanbul-40ft-2018 or titr-istanbul-20ft-2018?"""
    )
    assert refusal(co.Scenario("x").reprice(TARIFF, factor=2, expects="3 USD")).startswith(
        """\
the scenario "x" cannot be applied
  change 1, reprice titr-istanbul-40ft-2018
    found     titr-istanbul-40ft-2018 at 3474 USD, where it expects 3 USD"""
    )
    with pytest.raises(co.ScenarioError, match="as in"):
        co.Scenario("x").reprice(TARIFF, price="10")


def test_records_can_be_added() -> None:
    leg = {
        "origin": "poti",
        "destination": "odesa-new",
        "mode": "sea",
        "distance": {"value": "1000 km", "rule": "a guess"},
        "transit_time": {"low": "40 h", "typical": "50 h", "high": "60 h", "rule": "a guess"},
        "headway": {"value": "7 days", "rule": "weekly"},
    }
    port = {
        "name": "New port",
        "country": "UA",
        "kind": "seaport",
        "location": {"lat": 46.5, "lon": 30.7, "rule": "by hand"},
    }
    plan = co.Scenario("plan").add(nodes={"odesa-new": port}, legs={"poti--new--sea": leg})
    net = plan.slow("poti--new--sea", factor=2).apply(NET)
    assert net.legs["poti--new--sea"].transit_time.low.hours == 80
    assert "poti--new--sea" in [leg.id for leg in co.find_route(net, "Tbilisi", "New port").legs]
    assert plan.undo().apply(NET) is NET
    assert plan.full() == "plan\n\n1  add odesa-new, poti--new--sea"


def test_a_record_that_is_there_and_says_something_else_is_not_added() -> None:
    net, spec = read(line()), line()
    assert co.Scenario("Same").add(legs={"a--b": spec["legs"]["a--b"]}).apply(net).legs == net.legs
    other = spec["legs"]["a--b"] | {"transit_time": "11 h"}
    with pytest.raises(co.ScenarioError) as caught:
        co.Scenario("Clash").add(legs={"a--b": other}).apply(net)
    assert (
        str(caught.value)
        == """\
the scenario "Clash" cannot be applied
  change 1, add a--b
    found     legs.a--b, which is there already and says something else
    expected  a new id
    fix       choose another id"""
    )


def test_a_file_of_changes_may_add_stops_by_default(tmp_path: Path) -> None:
    path = tmp_path / "stops.yaml"
    path.write_text(STOPS, encoding="utf-8")
    scenario = co.load_scenario(path)
    net = scenario.apply(NET)
    (added,) = set(net.file.dwell_defaults) - set(NET.file.dwell_defaults)
    assert (added.node_kind, added.time.levels) == ("waypoint", (3_600, 18_000, 32_400))
    assert scenario.apply(net).file.dwell_defaults == net.file.dwell_defaults
    assert scenario.full().startswith("Stops\n\n1  add dwell_defaults")


STOPS = """\
extends: bundled
name: Stops
dwell_defaults:
  - node_kind: waypoint
    inbound: sea
    outbound: ferry
    kind: transshipment
    time: {low: 1 h, typical: 5 h, high: 9 h, basis: assumed, rule: drawn}
"""


def test_a_delay_may_be_given_as_levels_and_is_told_with_its_window() -> None:
    delay = Levels(co.Duration(3_600), co.Duration(7_200), co.Duration(10_800))
    told: Any = {"start": "2027-01-01", "expects": "10 h", "reason": "ice", "rule": "drawn"}
    scenario = co.Scenario("Delay").slow("a--b", delay=delay, **told)
    assert " ".join(scenario.full().split()) == (
        "Delay 1 slow a--b delay 1 h, 2 h, 3 h from 2027-01-01 (expects 10 h); ice; assumed: drawn"
    )
    then = co.as_of(scenario.apply(read(line())), "2027-01-02")
    levels = co.find_route(then, "a", "b").transit_time.levels
    assert levels == (11 * 3_600, 12 * 3_600, 13 * 3_600)


REFUSED: dict[str, tuple[co.Scenario, str]] = {
    "a missing leg, and all at once": (
        co.Scenario("Storm").close("aktau--alat--fery").slow("potti", factor=2),
        """\
the scenario "Storm" cannot be applied
  change 1, close aktau--alat--fery
    found     "aktau--alat--fery", which this network does not have
    expected  the id of a leg or node, a strait, a border as PL-BY or a country as KZ
    fix       did you mean aktau--alat--ferry or kuryk--alat--ferry?
  change 2, slow potti
    found     "potti", which this network does not have
    expected  the id of a leg or node, a strait, a border as PL-BY or a country as KZ
    fix       did you mean poti?""",
    ),
    "a contradiction": (
        co.Scenario("Storm").close(FERRY, start="2026-01-01").reopen("AZ", start="2026-02-01"),
        """\
the scenario "Storm" cannot be applied
  change 2, reopen AZ
    found     reopen for aktau--alat--ferry, where change 1 says close
    expected  changes that can be made in any order
    fix       remove one, or give them windows that do not overlap""",
    ),
    "a factor and a delay": (
        co.Scenario("Jam").slow(FERRY, factor=2).slow(FERRY, delay="1 day"),
        """\
the scenario "Jam" cannot be applied
  change 2, slow aktau--alat--ferry
    found     slow by delay for aktau--alat--ferry, where change 1 says slow by factor
    expected  changes that can be made in any order
    fix       remove one, or give them windows that do not overlap""",
    ),
    "a stale expectation": (
        co.Scenario("Jam").slow(FERRY, factor=2, expects="20 h"),
        """\
the scenario "Jam" cannot be applied
  change 1, slow aktau--alat--ferry
    found     aktau--alat--ferry at 19 h, 23.5 h, 40.6 h, where it expects 20 h
    expected  the value that the change was made for
    fix       look whether the change still holds; then write the new value under expects, \
or stale: warn, or stale: skip""",
    ),
    "closed already": (
        co.Scenario("Shut").close("kashgar--torugart--rail", expects="open"),
        """\
the scenario "Shut" cannot be applied
  change 1, close kashgar--torugart--rail
    found     kashgar--torugart--rail at closed, where it expects open
    expected  the value that the change was made for
    fix       look whether the change still holds; then write the new value under expects, \
or stale: warn, or stale: skip""",
    ),
    "a leg to nowhere": (
        co.Scenario("Plan").add(
            legs={
                "poti--nowhere--road": {
                    "origin": "poti",
                    "destination": "batumy",
                    "mode": "road",
                    "distance": {"value": "70 km", "rule": "a guess"},
                    "transit_time": {"value": "2 h", "rule": "a guess"},
                }
            }
        ),
        """\
the scenario "Plan" cannot be applied
  legs.poti--nowhere--road.destination
    found     "batumy"
    expected  the id of one of the file's nodes
    fix       did you mean batumi?""",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_scenario_that_cannot_be_applied_says_why(name: str) -> None:
    scenario, text = REFUSED[name]
    assert refusal(scenario) == text


@pytest.mark.parametrize(
    ("factor", "found", "expected", "mend"),
    [
        (0, "a factor of 0", "a factor above 0, at most 1,000", "close it, if nothing passes"),
        (-2, "a factor of -2", "a factor above 0, at most 1,000", "close it, if nothing passes"),
        (float("nan"), '"NaN"', "a plain decimal, as in 43.6", "write digits and a point"),
        (float("inf"), '"Infinity"', "a plain decimal, as in 43.6", "write digits and a point"),
        (None, "slow with nothing", "slow with one of factor, delay, level", "give exactly that"),
    ],
)
def test_a_factor_that_is_none_is_refused_at_once(
    factor: float | None, found: str, expected: str, mend: str
) -> None:
    with pytest.raises(co.ScenarioError) as caught:
        co.Scenario("Jam").slow(FERRY, factor=factor)
    assert str(caught.value).startswith(
        f"""\
the scenario "Jam" cannot be applied
  change 1, slow aktau--alat--ferry
    found     {found}
    expected  {expected}
    fix       {mend}"""
    )


def test_a_stale_change_warns_or_is_left_out_as_it_says() -> None:
    kept = co.Scenario("jam").slow(FERRY, factor=2, expects="20 h", stale="warn").apply(NET)
    (notice,) = set(kept.notices) - set(NET.notices)
    assert notice.code == "stale_change_kept"
    assert kept.legs[FERRY].transit_time != NET.legs[FERRY].transit_time
    left = co.Scenario("jam").slow(FERRY, factor=2, expects="20 h", stale="skip").apply(NET)
    assert left.legs[FERRY] == NET.legs[FERRY]
    same = co.Scenario("jam").slow(FERRY, factor=2, expects="19 h, 1410 min, 40.6 h")
    assert same.apply(NET).legs[FERRY] != NET.legs[FERRY]


def test_what_a_change_makes_implausible_is_told() -> None:
    fast = co.Scenario("fast").slow(FERRY, factor=0.01)
    codes = {notice.code for notice in fast.apply(NET).notices} - {n.code for n in NET.notices}
    assert "implausible_speed" in codes


def test_a_file_of_changes_is_a_scenario_and_a_network(tmp_path: Path) -> None:
    path = tmp_path / "storm.yaml"
    text = 'extends: bundled\nname: "My storm"\nchanges:\n'
    text += f"  - {{change: close, at: [{FERRY}]}}\n  - {{change: slow, at: [pott], factor: 2}}\n"
    path.write_text(text.replace("pott]", "poti]"), encoding="utf-8")
    loaded, applied = co.load_network(path), co.load_scenario(path).apply(NET)
    assert loaded.legs == applied.legs
    assert loaded.nodes == applied.nodes
    path.write_text(text, encoding="utf-8")
    assert refusal(co.load_scenario(path)).replace(f"{tmp_path}/", "") == (
        """\
the scenario "My storm" cannot be applied
  storm.yaml:5:5: change 2, slow pott
    found     "pott", which this network does not have
    expected  the id of a leg or node, a strait, a border as PL-BY or a country as KZ
    fix       did you mean poti?"""
    )


def shut(**told: Any) -> co.Network:
    """Three nodes in a line, of which b is abroad, with one closure."""
    closure = {"start": "2027-03-01", "end": "2027-03-11", "reason": "storm"} | told
    return read(line() | {"closures": {"c": closure}})


def open_days(net: co.Network, leg: str) -> list[str]:
    days = ("2027-02-28", "2027-03-01", "2027-03-04", "2027-03-05", "2027-03-10", "2027-03-11")
    return [day for day in days if co.as_of(net, day).is_open(net.legs[leg])]


@pytest.mark.parametrize(
    "told",
    [{"legs": ["a--b"]}, {"countries": ["GE"]}, {"borders": ["GE-KZ"]},
     {"operators": ["Blue Rail"]}],
    ids=lambda told: next(iter(told)),
)  # fmt: skip
def test_reopening_a_leg_lifts_the_closures_of_the_file_in_its_window(told: Any) -> None:
    """Whatever they close beside it stays closed, and so does the leg on the other days."""
    net = shut(**told)
    assert open_days(net, "a--b") == ["2027-02-28", "2027-03-11"]
    other = open_days(net, "b--c")
    opened = co.Scenario("o").reopen("a--b", start="2027-03-03", end="2027-03-05").apply(net)
    assert open_days(opened, "a--b") == ["2027-02-28", "2027-03-04", "2027-03-11"]
    assert open_days(opened, "b--c") == other
    whole = co.Scenario("o").reopen("a--b").apply(net)
    assert len(open_days(whole, "a--b")) == 6
    assert open_days(whole, "b--c") == other


def test_reopening_a_node_or_a_country_lifts_its_closures() -> None:
    by_node = shut(nodes=["b"])
    assert open_days(by_node, "b--c") == ["2027-02-28", "2027-03-11"]
    assert len(open_days(co.Scenario("o").reopen("b").apply(by_node), "b--c")) == 6
    assert co.Scenario("o").reopen("a--b").apply(by_node).file.closures == by_node.file.closures
    opened = co.Scenario("o").reopen("GE").apply(shut(countries=["GE"]))
    assert not opened.file.closures


def test_what_is_closed_is_waited_for_by_its_reason() -> None:
    told: Any = {"start": "2027-03-01", "end": "2027-03-11", "reason": "storm", "source": "atlas"}
    net = read(line() | {"sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}}})
    held = co.Scenario("s").close("a--b", **told).apply(net)
    (closure,) = held.file.closures.values()
    assert (closure.legs, closure.reason, closure.sources) == (("a--b",), "storm", ("atlas",))
    route = co.find_route(held, "Alpha", "Beta", depart="2027-03-01")
    assert route.schedule
    assert route.schedule.calls[0].waits_for[1] == "storm until 2027-03-11"
    assert co.find_route(held, "Alpha", "Beta", depart="2027-03-11").schedule
    gone = co.Scenario("r").reopen("a--b").apply(held)
    assert gone.file.closures == {}


def test_closures_of_one_window_are_one_whoever_comes_first() -> None:
    told: Any = {"start": "2027-03-01", "end": "2027-03-11"}
    storm = co.Scenario("s").close("a--b", reason="storm", **told)
    works = co.Scenario("s").close("a--b", "b--c", reason="works", **told)
    net = read(line())
    both = (storm | works).apply(net)
    assert both == (works | storm).apply(net) == works.apply(storm.apply(net))
    assert both.file.closures["a--b--closed--2027-03-01--2027-03-11"].reason == "storm; works"


def test_a_closing_expects_what_closures_say_too() -> None:
    expecting = co.Scenario("s").close("b--c", start="2027-03-02", expects="open")
    assert "b--c at closed, where it expects open" in refusal(expecting, shut(countries=["GE"]))
    assert expecting.apply(shut(legs=["a--b"])).file.closures


STOP: dict[str, Any] = {"inbound": "any", "outbound": "any", "kind": "transshipment", "time": "5 h"}
STALE_FIX = (
    "look whether the change still holds; then write the new value under expects, or "
    "stale: warn, or stale: skip"
)
MISFITS: dict[str, tuple[co.Scenario, str, str, str]] = {
    "departures of a node": (
        co.Scenario("s").headway("a", every="2 days", rule="drawn"),
        "a, a node with no departures",
        "a leg",
        "name the leg beside it",
    ),
    "a stop where nothing takes time": (
        co.Scenario("s").slow("c", delay="2 h", rule="drawn"),
        "c, a node with no transfer that takes time",
        "a leg",
        "name the leg beside it",
    ),
    "a capacity of a country": (
        co.Scenario("s").capacity("KZ", containers="1000 TEU/year", rule="drawn"),
        '"KZ", which this network does not have',
        "the id of a leg or node",
        "look the id up, or add it first",
    ),
    "another capacity": (
        co.Scenario("s").capacity(
            "a--b", containers="1000 TEU/year", rule="drawn", expects="5 TEU/year"
        ),
        "a--b at none, where it expects 5 TEU/year",
        "the value that the change was made for",
        STALE_FIX,
    ),
    "another headway": (
        co.Scenario("s").headway("a--b", every="2 days", rule="drawn", expects="3 days"),
        "a--b at no such value, where it expects 3 days",
        "the value that the change was made for",
        STALE_FIX,
    ),
    "another time at a stop": (
        co.Scenario("s").slow("b", factor=2, rule="drawn", expects="4 h"),
        "b at 5 h, 5 h, 5 h, where it expects 4 h",
        "the value that the change was made for",
        STALE_FIX,
    ),
    "a node that a closure of the file closes": (
        co.Scenario("s").close("d", start="2026-11-01", rule="drawn", expects="open"),
        "d at closed, where it expects open",
        "the value that the change was made for",
        STALE_FIX,
    ),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_change_that_does_not_fit_says_what_was_found(name: str) -> None:
    scenario, found, expected, fix = MISFITS[name]
    spec = detour() | {"closures": {"c": {"nodes": ["d"], "start": "2026-01-01"}}}
    spec["nodes"]["b"]["dwell"] = [STOP]
    assert refusal(scenario, read(spec)).splitlines()[2:] == [
        f"    found     {found}",
        f"    expected  {expected}",
        f"    fix       {fix}",
    ]


UNREADABLE: list[tuple[dict[str, Any], str]] = [
    ({"every": "0 days"}, "a headway of 0 h"),
    ({"every": "2 days", "expects": "soon"}, 'headway that expects "soon"'),
]


@pytest.mark.parametrize(("told", "found"), UNREADABLE)
def test_a_change_that_means_nothing_is_refused_at_once(told: dict[str, Any], found: str) -> None:
    with pytest.raises(co.ScenarioError) as caught:
        co.Scenario("s").headway("a--b", rule="drawn", **told)
    assert str(caught.value).splitlines()[2] == f"    found     {found}"


def test_a_price_of_later_days_leaves_the_tariff_as_it_is_today() -> None:
    later = co.Scenario("later").reprice(TARIFF, factor=2, start="2027-06-01", rule="drawn")
    assert later.apply(NET).file.tariffs == NET.file.tariffs
    then = later.apply(co.as_of(NET, "2027-06-02")).file.tariffs[TARIFF]
    assert then.price.low.cents == 2 * NET.file.tariffs[TARIFF].price.low.cents


def test_reopening_joins_the_periods_that_it_touches_and_no_others() -> None:
    net = read(
        line(periods=[{"start": "2020-01-01", "end": "2021-01-01"}, {"start": "2027-01-01"}])
    )
    told: dict[str, Any] = {"end": "2024-01-01", "rule": "drawn"}
    found = {}
    for start in ("2020-06-01", "2023-01-01"):
        opened = co.Scenario("s").reopen("a--b", start=start, **told).apply(net)
        found[start] = [str(item.start.year) for item in opened.legs["a--b"].periods if item.start]
    assert found == {"2020-06-01": ["2020", "2027"], "2023-01-01": ["2020", "2023", "2027"]}


def test_a_file_of_changes_extends_the_bundled_network_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("extends: other.yaml\nname: Mine\nchanges: [{change: close, at: [alat]}]\n")
    with pytest.raises(co.ScenarioError) as caught:
        co.load_scenario(path)
    assert (
        str(caught.value)
        == f"""\
the scenario "Mine" cannot be applied
  {path}:1:1: cannot_extend  extends
    found     "other.yaml"
    expected  bundled, or the path (from this file) of a file that is loaded together with it
    fix       write extends: bundled, or load both: load_network(["mine.yaml", "base.yaml"])"""
    )
