"""Networks under any sequence of changes."""

import itertools
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import corridor as co
from support import strategies
from support.layout import dump
from support.relations import from_ready

#: Without modes a road is taken where nothing else leads there: a closing could then open it.
EVERY_MODE = ("rail", "ferry", "sea", "road")


FACTORS = (0.5, 1.5, 2.0, 3.0)


SPECS = strategies.networks(max_nodes=5, max_legs=8, odd_headways=False)


class Overlays(RuleBasedStateMachine):
    """Changes made and undone in any order, held against a file written anew each time."""

    @initialize(spec=SPECS)
    def begin(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.base = co.load_network(dump(spec))
        self.digest = self.base.digest
        self.scenario = co.Scenario("drawn")
        self.branches: list[tuple[co.Scenario, list[tuple[str, str, float]]]] = []
        self.model: list[tuple[str, str, float]] = []

    def leg(self, data: st.DataObject) -> str:
        leg: str = data.draw(st.sampled_from(sorted(self.spec["legs"])))
        return leg

    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        leg, before = self.leg(data), self.optimum()
        if any(kind == "reopen" and at == leg for kind, at, _ in self.model):
            return
        self.scenario = self.scenario.close(leg, reason="drawn")
        self.model.append(("close", leg, 0))
        after = self.optimum()
        assert all(after[pair] >= before[pair] for pair in before)

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        leg = self.leg(data)
        if any(kind == "close" and at == leg for kind, at, _ in self.model):
            with pytest.raises(co.ScenarioError):
                self.scenario.reopen(leg).apply(self.base)
            return
        self.scenario = self.scenario.reopen(leg)
        self.model.append(("reopen", leg, 0))

    @rule(data=st.data(), factor=st.sampled_from(FACTORS))
    def slow(self, data: st.DataObject, factor: float) -> None:
        leg = self.leg(data)
        self.scenario = self.scenario.slow(leg, factor=factor, reason="drawn")
        self.model.append(("slow", leg, factor))

    @rule(data=st.data(), number=st.integers(0, 9))
    def add(self, data: st.DataObject, number: int) -> None:
        key = f"new{number}"
        if any(at == key for _, at, _ in self.model):
            return
        like = dict(self.spec["legs"][self.leg(data)])
        like["origin"], like["destination"] = like["destination"], like["origin"]
        self.scenario = self.scenario.add(legs={key: like})
        self.model.append(("add", key, 0))
        self.spec.setdefault("_new", {})[key] = like

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        before = self.scenario.apply(self.base)
        number = data.draw(st.integers(0, len(self.model) - 1))
        change, step = self.scenario.changes[number], self.model[number]
        self.scenario = self.scenario.undo(number)
        del self.model[number]
        again = replace(
            self.scenario,
            changes=(*self.scenario.changes, change),
            _places=(*self.scenario._places, ""),
        )
        assert again.apply(self.base) == before, step

    @rule()
    def branch(self) -> None:
        self.branches.append((self.scenario, list(self.model)))

    @precondition(lambda self: self.branches)
    @rule(data=st.data())
    def back(self, data: st.DataObject) -> None:
        scenario, model = data.draw(st.sampled_from(self.branches))
        self.scenario, self.model = scenario, list(model)

    def rebuilt(self) -> co.Network:
        """Write the file that the model stands for, and read it."""
        legs = dict(self.spec["legs"])
        for kind, at, _ in self.model:
            if kind == "add":
                legs[at] = self.spec["_new"][at]
        for kind, at, factor in self.model:
            leg = dict(legs[at])
            if kind == "close":
                leg["periods"] = [{"end": "1990-01-01", "sources": ["atlas"]}]
            elif kind == "slow":
                time = dict(leg["transit_time"])
                for level in ("low", "typical", "high"):
                    number, unit = time[level].split(" ")
                    scaled = Fraction(number) * Fraction(factor)
                    time[level] = f"{float(scaled):.6f} {unit}"
                    assume(Fraction(time[level].split(" ")[0]) == scaled)
                leg["transit_time"] = time
            legs[at] = leg
        spec = {key: value for key, value in self.spec.items() if key != "_new"}
        return co.load_network(dump(spec | {"legs": legs}))

    def optimum(self, net: co.Network | None = None) -> dict[tuple[str, str], float]:
        net = net or self.scenario.apply(self.base)
        found = {}
        for origin, destination in itertools.permutations(self.spec["nodes"], 2):
            try:
                route = co.find_route(net, origin, destination, modes=EVERY_MODE)
            except co.NoRouteError:
                found[origin, destination] = float("inf")
            else:
                found[origin, destination] = from_ready(route)
        return found

    @invariant()
    def the_base_stays_as_it_was(self) -> None:
        fresh = self.base.with_file(self.base.file)
        assert fresh.digest == self.digest

    @invariant()
    def it_routes_as_one_freshly_written(self) -> None:
        assert self.optimum() == self.optimum(self.rebuilt())

    @invariant()
    def the_order_of_changes_does_not_matter(self) -> None:
        turned = replace(
            self.scenario,
            changes=self.scenario.changes[::-1],
            _places=self.scenario._places[::-1],
        )
        assert turned.apply(self.base) == self.scenario.apply(self.base)


TestOverlays = Overlays.TestCase


TestOverlays.settings = settings(
    max_examples=10,
    stateful_step_count=8,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)


@given(spec=SPECS, data=st.data())
def test_disjoint_scenarios_commute(spec: dict[str, Any], data: st.DataObject) -> None:
    net = co.load_network(dump(spec))
    one, other = data.draw(st.permutations(sorted(net.legs)))[:2]
    slow, shut = co.Scenario("a").slow(one, factor=3), co.Scenario("b").close(other)
    assert slow.apply(shut.apply(net)) == shut.apply(slow.apply(net)) == (slow | shut).apply(net)
