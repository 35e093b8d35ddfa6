"""Calculate, compare and explain freight routes between China, the Caspian, Türkiye and Europe.

>>> import corridor as co
>>> net = co.load_network()
>>> route = co.find_route(net, "China", "Türkiye", corridor="middle")
>>> route.transit_time.low.days
12.0
"""

import importlib
import typing

if typing.TYPE_CHECKING:
    from corridor import chart as chart
    from corridor import errors as errors
    from corridor.analysis.breakeven import BreakEven, Threshold, break_even
    from corridor.analysis.compared_rows import Compared
    from corridor.analysis.comparison import Comparison, compare, compare_corridors
    from corridor.analysis.cpmm import Indicators, Measured, measure_indicators
    from corridor.analysis.critical_elements import Effect, WeakPoint, WeakPoints, criticality
    from corridor.analysis.cut_sets import BlockingSets, blocking_sets
    from corridor.analysis.explanation import Explanation, explain
    from corridor.analysis.flow.bottlenecks import capacity
    from corridor.analysis.flow.throughput import Bottleneck, Throughput
    from corridor.analysis.price_list import DatedPrice, Prices, PriceSeries
    from corridor.analysis.price_series import prices
    from corridor.calibration.calibration import Calibration
    from corridor.calibration.doubt import doubt_about
    from corridor.calibration.fit import calibrate
    from corridor.calibration.ledger import Ledger
    from corridor.calibration.ledger_rows import LedgerRow, LedgerSummary
    from corridor.calibration.verdicts import evidence
    from corridor.errors import (
        AmbiguousPlaceError,
        CorridorError,
        LimitError,
        Location,
        MissingExtraError,
        NetworkError,
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
    from corridor.formats.batches import batch
    from corridor.formats.geojson import to_geojson
    from corridor.formats.graphml import to_networkx
    from corridor.formats.shipment_log import with_shipment_log
    from corridor.formats.sources.gmns_files import from_gmns
    from corridor.formats.sources.graphs import from_geojson, from_networkx
    from corridor.formats.sources.network_tables import from_tables
    from corridor.formats.tables import to_csv, to_pandas, to_records
    from corridor.formats.transport_chain import to_transport_chain
    from corridor.formats.workbooks.network_files import load_network
    from corridor.formats.workbooks.time_distance_table import with_time_distance
    from corridor.formats.writers import export
    from corridor.formats.yaml_text import to_yaml
    from corridor.money import Money
    from corridor.network.calendar import Advisory
    from corridor.network.carbon.carbon_price import CarbonPrice
    from corridor.network.estimates import Estimate, Levels, Source
    from corridor.network.journeys import Journey, Run
    from corridor.network.model import Corridor, Leg, Node, Place, Policy, Region
    from corridor.network.network import Network, as_of
    from corridor.quotes.offer import Quote, quote
    from corridor.quotes.quote_files import write_quote
    from corridor.reading.build import build_network
    from corridor.report.map_page import InteractiveMap, interactive_map, write_map
    from corridor.report.report import write_report
    from corridor.routes.evidence_base import Grounds, Touches
    from corridor.routes.no_route_error import NoRouteError
    from corridor.routes.request import Avoid, Require
    from corridor.routes.route import Route
    from corridor.routes.shipment import Shipment
    from corridor.routes.steps import Element, RouteLeg, Transfer
    from corridor.routing.alternatives import Alternatives, find_routes
    from corridor.routing.best_route import find_route
    from corridor.routing.costs.user_rates import with_rates
    from corridor.routing.pareto import Front, find_pareto_routes
    from corridor.scenarios.difference import Difference, Differing, diff
    from corridor.scenarios.matrix import Answers, od_matrix, sweep
    from corridor.scenarios.named import load_scenario
    from corridor.scenarios.scenario import Scenario
    from corridor.simulation.monte_carlo import simulate
    from corridor.simulation.promises import Promise
    from corridor.simulation.simulation import Simulation
    from corridor.simulation.time_charges import ExpectedCharge
    from corridor.units import Distance, Duration, Mass

#: Where each public name lives: a module is read when one of its names is asked for.
_MODULE_OF = {
    name: module
    for module, names in {
        "analysis.breakeven": "break_even BreakEven Threshold",
        "analysis.compared_rows": "Compared",
        "analysis.comparison": "compare compare_corridors Comparison",
        "analysis.cpmm": "Indicators measure_indicators Measured",
        "analysis.cut_sets": "blocking_sets BlockingSets",
        "analysis.explanation": "explain Explanation",
        "analysis.price_list": "DatedPrice Prices PriceSeries",
        "analysis.price_series": "prices",
        "analysis.flow.bottlenecks": "capacity",
        "analysis.flow.throughput": "Bottleneck Throughput",
        "analysis.critical_elements": "criticality Effect WeakPoint WeakPoints",
        "calibration.calibration": "Calibration",
        "calibration.doubt": "doubt_about",
        "calibration.fit": "calibrate",
        "calibration.ledger": "Ledger",
        "calibration.ledger_rows": "LedgerRow LedgerSummary",
        "calibration.verdicts": "evidence",
        "errors": "AmbiguousPlaceError CorridorError LimitError Location MissingExtraError "
        "NetworkError Notice PlaceError QuantityError SamePlaceError ScenarioError "
        "Severity ShipmentError StaleFileError UnknownPlaceError",
        "formats.batches": "batch",
        "formats.geojson": "to_geojson",
        "formats.graphml": "to_networkx",
        "formats.shipment_log": "with_shipment_log",
        "formats.sources.gmns_files": "from_gmns",
        "formats.sources.graphs": "from_geojson from_networkx",
        "formats.sources.network_tables": "from_tables",
        "formats.tables": "to_csv to_pandas to_records",
        "formats.transport_chain": "to_transport_chain",
        "formats.workbooks.time_distance_table": "with_time_distance",
        "formats.workbooks.network_files": "load_network",
        "formats.writers": "export",
        "formats.yaml_text": "to_yaml",
        "money": "Money",
        "network.calendar": "Advisory",
        "network.carbon.carbon_price": "CarbonPrice",
        "network.estimates": "Estimate Levels Source",
        "network.journeys": "Journey Run",
        "network.model": "Corridor Leg Node Place Policy Region",
        "network.network": "as_of Network",
        "quotes.offer": "quote Quote",
        "quotes.quote_files": "write_quote",
        "reading.build": "build_network",
        "report.map_page": "InteractiveMap interactive_map write_map",
        "report.report": "write_report",
        "routes.evidence_base": "Grounds Touches",
        "routes.no_route_error": "NoRouteError",
        "routes.request": "Avoid Require",
        "routes.route": "Route",
        "routes.shipment": "Shipment",
        "routes.steps": "Element RouteLeg Transfer",
        "routing.best_route": "find_route",
        "routing.costs.user_rates": "with_rates",
        "routing.alternatives": "Alternatives find_routes",
        "routing.pareto": "find_pareto_routes Front",
        "scenarios.difference": "diff Difference Differing",
        "scenarios.matrix": "Answers od_matrix sweep",
        "scenarios.named": "load_scenario",
        "scenarios.scenario": "Scenario",
        "simulation.monte_carlo": "simulate",
        "simulation.promises": "Promise",
        "simulation.simulation": "Simulation",
        "simulation.time_charges": "ExpectedCharge",
        "units": "Distance Duration Mass",
    }.items()
    for name in names.split()
}


#: Modules that are asked for by their name.
_MODULES = {"chart", "errors"}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_MODULES})


__all__ = [
    "Advisory",
    "Alternatives",
    "AmbiguousPlaceError",
    "Answers",
    "as_of",
    "Avoid",
    "batch",
    "blocking_sets",
    "BlockingSets",
    "Bottleneck",
    "break_even",
    "BreakEven",
    "build_network",
    "calibrate",
    "Calibration",
    "capacity",
    "CarbonPrice",
    "compare",
    "compare_corridors",
    "Compared",
    "Comparison",
    "Corridor",
    "CorridorError",
    "criticality",
    "DatedPrice",
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
    "ExpectedCharge",
    "explain",
    "Explanation",
    "export",
    "find_pareto_routes",
    "find_route",
    "find_routes",
    "from_geojson",
    "from_gmns",
    "from_networkx",
    "from_tables",
    "Front",
    "Grounds",
    "Indicators",
    "interactive_map",
    "InteractiveMap",
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
    "Prices",
    "prices",
    "PriceSeries",
    "Promise",
    "QuantityError",
    "Quote",
    "quote",
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
    "to_transport_chain",
    "to_yaml",
    "Touches",
    "Transfer",
    "UnknownPlaceError",
    "WeakPoint",
    "WeakPoints",
    "with_rates",
    "with_shipment_log",
    "with_time_distance",
    "write_map",
    "write_quote",
    "write_report",
]
