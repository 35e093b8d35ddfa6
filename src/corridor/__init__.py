"""Calculate, compare and explain freight routes between China, the Caspian, Türkiye and Europe.

>>> import corridor as co
>>> net = co.load_network()
>>> route = co.find_route(net, "China", "Türkiye", corridor="middle")
>>> route.transit_time.low.days
12.0
"""

from corridor.calibration import Calibration, calibrate
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
    Severity,
    StaleFileError,
    UnknownPlaceError,
)
from corridor.estimates import Estimate, Levels, Source
from corridor.ledger import Ledger, LedgerRow, LedgerSummary, evidence
from corridor.model import Advisory, Corridor, Journey, Leg, Node, Place, Region, Run
from corridor.network import Network, as_of, load_network
from corridor.request import Avoid
from corridor.route import Grounds, Route, RouteLeg, Transfer
from corridor.routing import find_route
from corridor.units import Distance, Duration

__all__ = [
    "Advisory",
    "AmbiguousPlaceError",
    "as_of",
    "Avoid",
    "calibrate",
    "Calibration",
    "compare",
    "compare_corridors",
    "Compared",
    "Comparison",
    "Corridor",
    "CorridorError",
    "Distance",
    "Duration",
    "Estimate",
    "evidence",
    "find_route",
    "Grounds",
    "Journey",
    "Ledger",
    "LedgerRow",
    "LedgerSummary",
    "Leg",
    "Levels",
    "LimitError",
    "load_network",
    "Location",
    "MissingExtraError",
    "Network",
    "NetworkError",
    "Node",
    "NoRouteError",
    "Notice",
    "Place",
    "PlaceError",
    "QuantityError",
    "Region",
    "Route",
    "RouteLeg",
    "Run",
    "SamePlaceError",
    "Severity",
    "Source",
    "StaleFileError",
    "Transfer",
    "UnknownPlaceError",
]
