"""Answers as JSON values for JSON: attribute names as keys, units named, nothing rounded."""

from collections.abc import Callable, Sequence
from typing import Any

from corridor.analysis.breakeven import Threshold
from corridor.analysis.breakeven_cost import TippingPoint
from corridor.analysis.compared_rows import Compared
from corridor.analysis.comparison import Comparison
from corridor.analysis.cpmm import Indicators
from corridor.analysis.critical_elements import WeakPoints
from corridor.analysis.explanation import Explanation, Line
from corridor.analysis.flow.throughput import Bottleneck, Throughput
from corridor.analysis.price_list import Prices
from corridor.calibration.alarms import Alarm
from corridor.calibration.ledger import Ledger
from corridor.calibration.ledger_rows import Reliability
from corridor.network.calendar import Advisory
from corridor.network.carbon.carbon_price import CarbonPrice
from corridor.network.carbon.factors import SCOPES, GridFactor
from corridor.network.columns import Columns, Record, columns, plain
from corridor.network.estimates import Estimate, Levels, Source
from corridor.network.fields import LEVELS
from corridor.network.names import Endpoint, Mile
from corridor.network.network import Network
from corridor.network.rates import Tariff
from corridor.routes.costs.cost import Amount, Charge, Cost, Missing
from corridor.routes.costs.emissions import Emission, Emissions
from corridor.routes.costs.mile_cost import MileCost
from corridor.routes.evidence_base import Grounds, Touches
from corridor.routes.request import KINDS, Avoid, Request, Require
from corridor.routes.route import Route
from corridor.routes.schedule import Call, Closed, Schedule
from corridor.routes.shipment import Shipment
from corridor.routes.steps import RouteLeg, Transfer
from corridor.routing.alternatives import Alternatives
from corridor.routing.pareto import Front
from corridor.scenarios.difference import Difference, Differing, in_words
from corridor.simulation.p90 import RUNS, SEED
from corridor.simulation.promises import Promise
from corridor.simulation.simulation import Simulation
from corridor.simulation.tail_shares import TailShare
from corridor.simulation.time_charges import ExpectedCharge

#: The form is not promised yet.
SCHEMA_VERSION = 0
PERCENTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
UNITS = {"time": "second", "distance": "metre", "mass": "gram", "money": "cent"}


def document(kind: str, net: Network, found: Any) -> Record:
    """Return an answer as JSON values, with what every JSON document begins with."""
    network = plain(net, {Network: columns("version as_of date digest")})
    head = {"schema": f"corridor.{kind}", "schema_version": SCHEMA_VERSION, "network": network}
    return head | record(found)


def record(found: Any) -> Record:
    """Return an answer as JSON values; of a simulation percentiles, indices and tail, no runs."""
    if isinstance(found, Simulation) and found.shipments:
        doubt = found.doubt and {"error": found.doubt, "percentiles": _percentiles(found)}
        return record(found.shipments) | {"doubt": doubt or None}
    kept: Record = plain(found, SCHEMA)
    return kept


def _ids(name: str) -> Callable[[Any], list[str]]:
    return lambda value: [item.id for item in getattr(value, name)]


def _by_level(name: str) -> Callable[[Any], Any]:
    """Return the reader of three figures, or none, as a record of levels."""

    def read(value: Any) -> Any:
        figures: Sequence[int] | None = getattr(value, name)
        return figures and dict(zip(LEVELS, figures, strict=True))

    return read


def _moments(name: str) -> Callable[[Any], Any]:
    """Return the reader of three moments as a record of levels."""

    def read(value: Any) -> Any:
        times = (at.isoformat() for at in getattr(value, name))
        return dict(zip(LEVELS, times, strict=True))

    return read


def _percentiles(sim: Simulation) -> dict[str, int]:
    return {f"{share:g}": sim.percentile(share) for share in PERCENTILES if sim.resolves(share)}


def _stated(name: str) -> Callable[[Any], Any]:
    return lambda value: getattr(value, name) or None


NEAR: dict[type, Columns] = {
    Route: columns("corridors legs transit_time exposure", legs=_ids("legs")),
    Levels: columns("low typical high"),
}
SCHEMA: dict[type, Columns] = {
    Levels: columns("low typical high"),
    Estimate: columns("low typical high basis sources claims norm rule"),
    Route: columns(
        "request units origin=origin.id destination=destination.id transit_time moving dwell "
        "waiting distance gauge_breaks border_crossings touches not_touched corridors steps "
        "grounds inland first_mile last_mile mile_costs advisories reservations "
        "reported_as_a_whole exposure near notes cost emissions schedule past",
        reported_as_a_whole=_ids("reported"),
        near=lambda route: [plain(other, NEAR) for other in route.near],
        units=lambda _: UNITS,
        inland=lambda route: (
            route.inland
            and dict(zip((route.inland.end, "transit_time"), route.inland, strict=True))
        ),
    ),
    Mile: columns("place terminal=node distance time rule"),
    Request: columns(
        "points by level corridor unserved_by modes avoid require policies max_time max_transfers "
        "max_gauge_breaks max_cost max_emissions shipment depart",
        modes=_stated("modes"),
        depart=lambda request: request.depart and request.depart.isoformat(),
    ),
    Schedule: columns(
        "ready departure arrival first_wait calls",
        ready=lambda schedule: schedule.ready.isoformat(),
        departure=lambda schedule: _moments("departure")(schedule.calls[0]),
        arrival=lambda schedule: _moments("arrival")(schedule.calls[-1]),
    ),
    Call: columns(
        "leg=leg.id origin=leg.origin.id destination=leg.destination.id ready departure arrival "
        "waits_for closed",
        **{name: _moments(name) for name in ("ready", "departure", "arrival")},
        waits_for=_by_level("waits_for"),
    ),
    Closed: columns(
        "start end why",
        start=lambda closed: closed.start.isoformat(),
        end=lambda closed: closed.end and closed.end.isoformat(),
    ),
    Endpoint: columns("name id=ref.id"),
    **dict.fromkeys((Avoid, Require), columns(" ".join(KINDS))),
    Shipment: columns(
        "equipment quantity cargo_mass cargo_value currency price_date max_price_age price_index "
        "goods empty value_of_time inventory_cost carbon_price",
        price_index=lambda shipment: dict(shipment.price_index),
    ),
    CarbonPrice: columns("per_tonne share fuel_eu scope"),
    RouteLeg: columns(
        "leg=id origin=origin.id destination=destination.id mode gauge countries operators "
        "distance transit_time"
    ),
    Transfer: columns("node=node.id kind is_default dwell waiting"),
    Touches: columns(
        "countries borders operators",
        countries=lambda touches: dict(touches.countries),
        borders=lambda touches: {"-".join(pair): legs for pair, legs in touches.borders},
        operators=lambda touches: dict(touches.operators),
    ),
    Grounds: columns(
        "seconds weakest claims sources",
        weakest=lambda grounds: (
            grounds.weakest and dict(zip(("element", "time"), grounds.weakest, strict=True))
        ),
        claims=_ids("claims"),
    ),
    Source: columns("id citation url", citation=str),
    Advisory: columns("id text sources"),
    Cost: columns(
        "currency=shipment.currency total freight=freight.cents generalised=generalised.cents "
        "complete=is_complete charges missing tariffs elsewhere historic conversions shared "
        "unconverted rebased defaults",
        total=lambda cost: {level: cost.at(level).cents for level in LEVELS},
        elsewhere=_ids("elsewhere"),
        shared=lambda cost: {tariff: list(names) for tariff, names in cost.shared},
        unconverted=_ids("unconverted"),
        defaults=lambda cost: dict(cost.defaults),
    ),
    MileCost: columns("name currency charge emission"),
    Charge: columns(
        "kind element label cents basis tariff=tariff.id",
        cents=_by_level("cents"),
    ),
    Missing: columns("element label"),
    Tariff: columns("id date sources"),
    Emissions: columns(
        "total low high wtt ttw mass tonne_metres complete=is_complete scopes lacking grades "
        "chain=parts missing assumptions",
        lacking=lambda found: {scope: found.lacks(scope) for scope in SCOPES},
        assumptions=_ids("assumptions"),
    ),
    Emission: columns(
        "element label kind grams=wtw wtt ttw low high distance=metres factor=factor.id "
        "value=factor.value unit=factor.unit scope=factor.scope grade=factor.grade "
        "sources=factor.sources factors traction grid stands_in",
        kind=lambda part: "hub" if part.is_hub else "transport",
        factors=_ids("factors"),
    ),
    GridFactor: columns("id country value year covers sources"),
    Prices: columns("chain day without prices", prices=Prices.to_records),
    Front: columns(
        "by tolerance hidden values routes unpriced",
        values=lambda front: [dict(zip(front.by, item, strict=True)) for item in front.values],
        unpriced=lambda front: [
            {
                "values": dict(zip(front.by, item.values, strict=True)),
                "least": dict(zip(front.by, item.least, strict=True)),
                "route": record(item.route),
            }
            for item in front.unpriced
        ],
    ),
    Comparison: columns("title runs seed rows", runs=lambda _: RUNS, seed=lambda _: SEED),
    Compared: columns(
        "label route reason advertised nine_in_ten=within scenario lost",
        reason=_stated("reason"),
        advertised=_ids("claims"),
        scenario=_stated("scenario"),
    ),
    Alternatives: columns("distinct more routes"),
    Explanation: columns(
        "route versus difference lines turns charges emissions tipping_points",
        difference=_by_level("difference"),
        turns=lambda found: found.turns.thresholds if found.turns else (),
        tipping_points=lambda found: found.turns.money if found.turns else (),
    ),
    Line: columns(
        "label first second difference",
        label=lambda line: line.label.strip(" ■"),
        **{name: _by_level(name) for name in ("first", "second", "difference")},
    ),
    Threshold: columns("kind=element.kind id=element.id time value inside"),
    TippingPoint: columns("what id now value better", id=_stated("id")),
    Amount: columns("label first second"),
    Ledger: columns(
        "rows reliability alarms statements",
        rows=Ledger.to_records,
        statements=lambda ledger: [item.to_record() for item in ledger.statements],
    ),
    Alarm: columns("origin destination corridor side outside last chance ids"),
    Reliability: columns("by group rows inside below below_median above"),
    Simulation: columns(
        "route runs seed policy doubt routes levels mean percentiles buffer_index "
        "planning_time_index tail charges stated dependence",
        doubt=lambda _: None,
        ways=lambda sim: [{"legs": _ids("legs")(way), "runs": runs} for way, runs in sim.ways],
        percentiles=_percentiles,
        stated=lambda sim: {
            element.kind: dict(zip(LEVELS, time.levels, strict=True))
            for element, time in sim.stated
        },
        dependence=lambda sim: {
            cause: getattr(sim.net.dependence, cause) / 10_000
            for cause in ("regime", "country", "sea")
        },
    ),
    ExpectedCharge: columns(
        "kind label mean=mean.plain nine_in_ten=nine_in_ten.plain share tariff=tariff.id"
    ),
    TailShare: columns("kind=element.kind id=element.id share"),
    Promise: columns(
        "route departure arrival confidence within median runs seed deadline kept latest late past "
        "doubt"
    ),
    Indicators: columns("rows", rows=Indicators.to_records),
    WeakPoints: columns("routes points", points=WeakPoints.to_records),
    Throughput: columns(
        "chain teu trains_a_week cut unknown assumed routes tonnes_per_teu teu_per_train",
        ways=lambda found: [{"nodes": nodes, "teu": teu} for nodes, teu in found.ways],
    ),
    Bottleneck: columns(
        "kind id teu grade gain room sources",
        sources=lambda item: item.capacity.sources if item.capacity else (),
    ),
    Difference: columns("networks=stamps rows"),
    Differing: columns(
        "path first second",
        first=lambda item: in_words(item.first),
        second=lambda item: in_words(item.second),
    ),
}
