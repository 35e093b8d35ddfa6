"""Simulated transit times: exact where a closed form exists, the same everywhere, and in words."""

import copy
import dataclasses
import math
import os
import pickle
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor import cache as _cache
from corridor.calibration import doubt
from corridor.simulation import percentiles as spread
from corridor.simulation.varying_parts import Given
from support.bundled import bundled_network
from support.layout import dump
from support.small import ROW, chain, read
from support.strategies import Query, Tree, networks, queries
from support.two_lines import chain as two_lines

INDEPENDENT = {
    "regime": "0 %", "country": "0 %", "sea": "0 %", "basis": "estimated", "rule": "drawn",
}  # fmt: skip


@pytest.fixture(scope="module")
def bundled() -> co.Network:
    return bundled_network()


@given(st.integers(1, 400), st.integers(0, 2**40))
def test_a_shifted_leg_shifts_every_percentile(hours: int, seed: int) -> None:
    """M14."""
    later = (f"{10 + hours} h", f"{20 + hours} h", f"{60 + hours} h")
    before = co.simulate(chain(*ROW), "A > D", seed=seed, runs=200)
    after = co.simulate(chain(later, *ROW[1:]), "A > D", seed=seed, runs=200)
    assert (after.times == before.times + hours * 3600).all()


@given(networks().flatmap(lambda spec: st.tuples(st.just(spec), queries(spec))))
def test_longer_runs_begin_as_shorter_ones_and_keep_their_bounds(
    drawn: tuple[Tree, Query],
) -> None:
    """M15."""
    spec, query = drawn
    net = read(spec)
    try:
        route = co.find_route(net, query.origin, query.destination, via=query.vias)
    except co.NoRouteError:
        return
    short = co.simulate(net, route, seed=5, runs=50, from_ready=True)
    long = co.simulate(net, route, seed=5, runs=10_000, from_ready=True)
    assert (long.times[:50] == short.times).all()
    assert int(long.levels.low) <= long.times.min() <= long.times.max() <= int(long.levels.high)
    shares = [0.01, 0.1, 0.5, 0.9, 0.95, 0.999]
    found = [long.percentile(share) for share in shares]
    assert found == sorted(found)
    assert all(long.on_time(time) >= share for share, time in zip(shares, found, strict=True))


def test_an_unrelated_leg_changes_no_run(bundled: co.Network) -> None:
    route = co.find_route(bundled, "Xi'an", "Istanbul")
    used = {leg.id for leg in route.legs}
    legs = {key: leg for key, leg in bundled.legs.items() if key in used}
    less = bundled.with_file(dataclasses.replace(bundled.file, legs=legs))
    first = co.simulate(bundled, route, seed=7, runs=500)
    assert (first.times == co.simulate(less, route, seed=7, runs=500).times).all()


DIGEST = """
import hashlib, corridor as co
sim = co.simulate(co.load_network(), "Xi'an > Istanbul", seed=7, runs=2000, customs="1 day")
print(hashlib.sha256(sim.times.astype("<i8").tobytes()).hexdigest(), sim.tail[0])
"""


def test_one_seed_gives_the_same_bytes_in_another_process() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(printed) == 1


def test_two_seeds_differ(bundled: co.Network) -> None:
    one, other = (co.simulate(bundled, "Aktau > Alat > Kars", seed=n, runs=100) for n in (1, 2))
    assert one != other
    assert (one.times != other.times).any()


def test_shares_of_the_tail_add_up_to_one(bundled: co.Network) -> None:
    sim = co.simulate(bundled, "China > Türkiye", seed=7, corridor="middle")
    assert math.isclose(sum(item.share for item in sim.tail), 1)
    assert sim.tail[0].element.label == "gauge break at Altynkol"


def test_the_tail_of_one_varying_leg_is_that_leg() -> None:
    sim = co.simulate(chain(("1 day", "1 day", "1 day"), ROW[0]), "A > C", seed=4)
    assert [(item.element.id, item.share) for item in sim.tail] == [("b--c", 1.0)]


def test_the_faster_route_wins_more_often_and_the_same_route_never(bundled: co.Network) -> None:
    middle, suez = (
        co.simulate(bundled, "Xi'an > Duisburg", seed=7, corridor=name)
        for name in ("middle", "suez")
    )
    assert middle.beats(middle) == 0
    assert middle.beats(suez) + suez.beats(middle) == pytest.approx(1, abs=0.001)
    assert middle.beats(suez) > 0.95
    assert suez.regret(middle) - middle.regret(suez) == pytest.approx(
        int(suez.mean) - int(middle.mean), abs=2
    )


def test_what_the_user_states_is_counted(bundled: co.Network) -> None:
    plain = co.simulate(bundled, "Aktau > Alat", seed=7)
    more = co.simulate(
        bundled,
        "Aktau > Alat",
        seed=7,
        first_mile="1 day",
        last_mile=co.Duration(3600),
        customs="1 day, 2 days, 4 days",
        from_ready=True,
    )
    assert [element.label for element, _ in more.elements] == [
        "first mile",
        "wait at Aktau",
        "Aktau > Alat",
        "last mile",
        "customs",
    ]
    wait = bundled.legs["aktau--alat--ferry"].wait
    assert wait is not None
    added = 86_400 + 3_600 + 2 * 86_400 + int(wait.typical)
    assert more.levels.typical == plain.levels.typical + added
    assert all(isinstance(time, Given) and time.basis == "user" for _, time in more.stated)


def test_promises_are_rounded_up_and_in_words() -> None:
    said = [spread.promised(Fraction(text), 2_300_000) for text in ("0.5", "0.1", "0.95", "0.999")]
    assert said == [
        "half arrive within 27 days",
        "10 % arrive within 27 days",
        "95 % arrive within 27 days",
        "99.9 % arrive within 27 days",
    ]
    assert spread.promised(Fraction(9, 10), 86_400) == "90 % arrive within 1 day"
    assert spread.promised(Fraction(9, 10), 86_401) == "90 % arrive within 2 days"


def test_doubt_about_the_level_widens_and_keeps_the_mean(bundled: co.Network) -> None:
    sim = co.simulate(bundled, "Xi'an > Duisburg", seed=7)
    both = sim.doubted(0.2)
    assert (sim.doubted(0).times == sim.times).all()
    assert math.isclose(int(both.mean), int(sim.mean), rel_tol=0.01)
    assert both.percentile(0.9) > sim.percentile(0.9)
    expected = float(sim.times.var()) * math.exp(0.04) + float(sim.mean) ** 2 * math.expm1(0.04)
    assert math.isclose(float(both.times.var()), expected, rel_tol=0.05)
    assert both.shipments is sim
    assert both.tail == sim.tail
    assert "(operations). Doubt about the levels" in " ".join(sim.full().split())
    told = " ".join(both.full().split())
    assert f"; with doubt about the level, {both.within(0.9).replace(' arrive', '')}." in told
    assert "left the spread between shipments (operations), right with doubt" in told
    assert "a standard error of 20.0 % of the usual time" in told
    assert both.arrive_by("2026-06-01").within == both.percentile(0.9)
    for error in (-0.1, 1.5, float("nan")):
        with pytest.raises(co.QuantityError, match=r"the error is .*; it must be from 0 to 1"):
            sim.doubted(error)
    with pytest.raises(co.QuantityError) as caught:
        both.doubted(0.1)
    assert str(caught.value) == ("the error is 0.1 after 0.2; doubt is mixed in once, from 0 to 1")


def test_what_is_stated_is_not_doubted() -> None:
    """Where half of the time is stated, the doubt about the whole is half as large."""
    sure = (("10 days", "10 days", "10 days"),)
    plain = co.simulate(chain(*sure), "A > B", seed=3, runs=5_000).doubted(0.2)
    stated = co.simulate(chain(*sure), "A > B", seed=3, runs=5_000, customs="10 days").doubted(0.2)
    assert math.isclose(float(plain.times.std()), 2 * 86_400, rel_tol=0.05)
    assert math.isclose(float(stated.times.std()), 2 * 86_400, rel_tol=0.05)


def test_the_doubt_comes_from_the_calibration_once(
    bundled: co.Network, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("CORRIDOR_CACHE")
    if sys.platform == "darwin":
        monkeypatch.setattr(_cache, "_home", lambda: tmp_path)
    route = co.find_route(bundled, "Xi'an", "Istanbul", corridor="middle")
    error = co.doubt_about(bundled, route)
    assert 0.01 < error < 0.1

    def fail(*_: object) -> None:
        raise AssertionError("fitted again")

    monkeypatch.setattr(doubt, "_calibrated", fail)
    assert co.doubt_about(bundled_network(), route) == error
    then = co.as_of(bundled, "2026-03")
    assert (
        co.doubt_about(then, co.find_route(then, "Xi'an", "Istanbul", corridor="middle")) == error
    )


def test_a_route_without_fitted_times_has_no_known_doubt() -> None:
    """Claims are about both legs of the railway; what a source reports of one is not fitted."""
    claims = {"one": ("a", "c", "low", 3.0), "two": ("b", "c", "typical", 2.5)}
    spec = two_lines(claims)
    time = spec["legs"]["a--b--rail"]["transit_time"]
    del time["norm"]
    time |= {"basis": "reported", "sources": ["s"]}
    net = co.load_network(dump(spec))
    assert co.doubt_about(net, co.find_route(net, "b", "c")) > 0
    with pytest.raises(co.QuantityError) as caught:
        co.doubt_about(net, co.find_route(net, "a", "b"))
    assert str(caught.value) == (
        "no time of AAA > BBB is fitted to reports, so the doubt about it is not known; "
        "state it, as in sim.doubted(0.1)"
    )


FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {},
        ("seed is missing; it must be a whole number, as in seed=7: "
        "the same seed gives the same answer everywhere"),
    ),
    ({"seed": 1, "runs": 0}, "runs is 0; it must be a whole number from 1 to 100,000,000"),
    ({"seed": 1, "runs": True}, "runs is True; it must be a whole number from 1 to 100,000,000"),
    ({"seed": 1, "policy": "bets"}, ('policy is "bets"; it must be one of fixed, best\n'
     "  did you mean  best?")),
    ({"seed": 1, "customs": "2"}, ("customs is 2, a number without a unit; it must be a number, a "
     'space, and min, h, day(s) or week(s), as in "24 h"')),
    ({"seed": 1, "customs": "1 h, 2 h"}, ('customs has 2 times; it must have one, as in "2 days", '
     'or low, typical and high, as in "1 day, 2 days, 4 days"')),
    ({"seed": 1, "customs": "3 h, 2 h, 4 h"}, ("customs is 3 h, 2 h, 4 h; low, typical and high "
     "must be in that order")),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "message"), FAULTS)
def test_a_wrong_question_is_worded(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.simulate(chain(*ROW), "A > D", **asked)
    assert str(caught.value) == message


@pytest.mark.parametrize("share", [0, 1, 1.5, -0.1, float("nan")])
def test_a_share_outside_its_bounds_is_refused(share: float) -> None:
    sim = co.simulate(chain(*ROW), "A > D", seed=1, runs=100)
    for ask, name in ((sim.percentile, "the share"), (sim.within, "confidence")):
        with pytest.raises(co.QuantityError) as caught:
            ask(share)
        wanted = f"{name} is {share!r}; it must be between 0 and 1, as in 0.9"
        assert str(caught.value) == wanted


def test_simulations_of_two_seeds_are_not_compared() -> None:
    one, other = (co.simulate(chain(*ROW), "A > D", seed=n, runs=100) for n in (1, 2))
    with pytest.raises(co.QuantityError) as caught:
        one.beats(other)
    assert str(caught.value) == (
        "seed 1 with 100 runs against seed 2 with 100 runs; only simulations that share seed and "
        "runs can be compared"
    )


def test_a_limit_of_days_is_a_number_a_text_or_a_duration() -> None:
    sim = co.simulate(chain(*ROW), "A > D", seed=1, runs=100)
    days = sim.percentile(0.5).days
    assert sim.on_time(days) == sim.on_time(sim.percentile(0.5)) >= 0.5
    assert sim.on_time("26 weeks") == 1
    for limit, message in (
        (-1, "days is -1; it must be a number of days from 0"),
        ("soon", ('days is "soon"; it must be a number, a space, and min, h, day(s) or week(s), '
         'as in "24 h"')),
    ):  # fmt: skip
        with pytest.raises(co.QuantityError) as caught:
            sim.on_time(limit)
        assert str(caught.value) == message


def test_shares_that_leave_nothing_are_refused() -> None:
    with pytest.raises(co.NetworkError) as caught:
        chain(*ROW, dependence=INDEPENDENT | {"regime": "90 %", "sea": "10 %"})
    (notice,) = caught.value.notices
    assert (notice.code, notice.path, notice.found) == (
        "dependence_too_strong",
        "dependence",
        "90 % and 0 % and 10 %, together 100 %",
    )


def test_values_can_be_compared_hashed_and_copied(bundled: co.Network) -> None:
    sim = co.simulate(bundled, "Aktau > Alat", seed=7, runs=100)
    assert pickle.loads(pickle.dumps(sim)) == copy.deepcopy(sim) == sim
    assert hash(pickle.loads(pickle.dumps(sim))) == hash(sim)
    with pytest.raises(ValueError, match="read-only"):
        sim.times[0] = 1
