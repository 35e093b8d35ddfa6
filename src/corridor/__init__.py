"""Calculate, compare and explain freight routes between China, the Caspian, Türkiye and Europe.

>>> import corridor as co
>>> net = co.load_network()
>>> route = co.find_route(net, "China", "Türkiye", corridor="middle")
>>> route.transit_time.low.days
12.0
"""

import importlib
import typing

from corridor.comparison import Compared, Comparison, compare, compare_corridors
from corridor.errors import (
    AmbiguousPlaceError,
    CorridorError,
    LimitError,
    Location,
    MissingExtraError,
    NetworkError,
    NoRouteError,
    Notice,
    PlaceError,
    QuantityError,
    SamePlaceError,
    ScenarioError,
    Severity,
    ShipmentError,
    StaleFileError,
    UnknownPlaceError,
)
from corridor.estimates import Estimate, Levels, Source
from corridor.model import Advisory, Corridor, Leg, Node, Place, Policy, Region
from corridor.money import Money
from corridor.network import Network, as_of, load_network
from corridor.promises import Promise
from corridor.reports import Journey, Run
from corridor.request import Avoid, Require
from corridor.route import Grounds, Route, Touches
from corridor.routing import find_route
from corridor.shipment import Shipment
from corridor.simulation import Simulation, simulate
from corridor.steps import Element, RouteLeg, Transfer
from corridor.units import Distance, Duration, Mass

if typing.TYPE_CHECKING:
    from corridor import chart as chart
    from corridor.agreement import LedgerSummary
    from corridor.alternatives import Alternatives, find_routes
    from corridor.breakeven import BreakEven, Threshold, break_even
    from corridor.calibration import Calibration, calibrate
    from corridor.cpmm import Indicators, Measured, measure_indicators
    from corridor.cuts import BlockingSets, blocking_sets
    from corridor.difference import Difference, Differing, diff
    from corridor.doubt import doubt_about
    from corridor.explanation import Explanation, explain
    from corridor.exporting import export
    from corridor.flow import Bottleneck, Throughput, capacity
    from corridor.geojson import to_geojson
    from corridor.graphs import to_networkx
    from corridor.ledger import Ledger, LedgerRow, evidence
    from corridor.matrix import Answers, od_matrix, sweep
    from corridor.pareto import Front, find_pareto_routes
    from corridor.report import write_report
    from corridor.scenario import Scenario, load_scenario
    from corridor.tables import to_csv, to_pandas, to_records
    from corridor.weakpoints import Effect, WeakPoint, WeakPoints, criticality

#: Studies are read when they are asked for: an answer does not wait for them.
_STUDIES = {
    "LedgerSummary": "agreement",
    "Alternatives": "alternatives",
    "find_routes": "alternatives",
    "break_even": "breakeven",
    "BreakEven": "breakeven",
    "Threshold": "breakeven",
    "calibrate": "calibration",
    "Calibration": "calibration",
    "Front": "pareto",
    "find_pareto_routes": "pareto",
    "Indicators": "cpmm",
    "measure_indicators": "cpmm",
    "Measured": "cpmm",
    "diff": "difference",
    "Difference": "difference",
    "Differing": "difference",
    "doubt_about": "doubt",
    "explain": "explanation",
    "Explanation": "explanation",
    "export": "exporting",
    "Bottleneck": "flow",
    "capacity": "flow",
    "Throughput": "flow",
    "to_geojson": "geojson",
    "to_networkx": "graphs",
    "evidence": "ledger",
    "Ledger": "ledger",
    "LedgerRow": "ledger",
    "Answers": "matrix",
    "od_matrix": "matrix",
    "sweep": "matrix",
    "load_scenario": "scenario",
    "Scenario": "scenario",
    "to_csv": "tables",
    "to_pandas": "tables",
    "to_records": "tables",
    "blocking_sets": "cuts",
    "BlockingSets": "cuts",
    "criticality": "weakpoints",
    "Effect": "weakpoints",
    "WeakPoint": "weakpoints",
    "WeakPoints": "weakpoints",
    "write_report": "report",
}


#: Rooms that are asked for by their name.
_ROOMS = {"chart"}


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _STUDIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"{__name__}.{_STUDIES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__all__ = [
    "Advisory",
    "Alternatives",
    "AmbiguousPlaceError",
    "Answers",
    "as_of",
    "Avoid",
    "blocking_sets",
    "BlockingSets",
    "Bottleneck",
    "break_even",
    "BreakEven",
    "calibrate",
    "Calibration",
    "capacity",
    "compare",
    "compare_corridors",
    "Compared",
    "Comparison",
    "Corridor",
    "CorridorError",
    "criticality",
    "diff",
    "Difference",
    "Differing",
    "Distance",
    "doubt_about",
    "Duration",
    "Effect",
    "Element",
    "Estimate",
    "evidence",
    "explain",
    "Explanation",
    "export",
    "find_pareto_routes",
    "find_route",
    "find_routes",
    "Front",
    "Grounds",
    "Indicators",
    "Journey",
    "Ledger",
    "LedgerRow",
    "LedgerSummary",
    "Leg",
    "Levels",
    "LimitError",
    "load_network",
    "load_scenario",
    "Location",
    "Mass",
    "measure_indicators",
    "Measured",
    "MissingExtraError",
    "Money",
    "Network",
    "NetworkError",
    "Node",
    "NoRouteError",
    "Notice",
    "od_matrix",
    "Place",
    "PlaceError",
    "Policy",
    "Promise",
    "QuantityError",
    "Region",
    "Require",
    "Route",
    "RouteLeg",
    "Run",
    "SamePlaceError",
    "Scenario",
    "ScenarioError",
    "Severity",
    "Shipment",
    "ShipmentError",
    "simulate",
    "Simulation",
    "Source",
    "StaleFileError",
    "sweep",
    "Threshold",
    "Throughput",
    "to_csv",
    "to_geojson",
    "to_networkx",
    "to_pandas",
    "to_records",
    "Touches",
    "Transfer",
    "UnknownPlaceError",
    "WeakPoint",
    "WeakPoints",
    "write_report",
]
