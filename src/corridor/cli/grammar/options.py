"""The arguments that commands share: places, limits, shipments, chances, files to write."""

from functools import cached_property
from typing import Any


class Argument:
    """One argument of a command as `add_argument` takes it.

    Choices may be a function: it is called when the command is typed, so that the help of the
    whole program does not wait for the modules that hold them.
    """

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names = names
        self._given = settings

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings, with the choices written out."""
        choices = self._given.get("choices")
        return self._given | ({"choices": choices()} if callable(choices) else {})


def levels() -> tuple[str, ...]:
    """Return the levels of an estimate."""
    from corridor.network.fields import LEVELS

    return LEVELS


def modes() -> tuple[str, ...]:
    """Return the modes of transport."""
    from corridor.network.modes import MODES

    return tuple(MODES)


def objectives() -> tuple[str, ...]:
    """Return what can be minimised."""
    from corridor.routes.objectives import OBJECTIVES

    return tuple(OBJECTIVES)


def differences() -> tuple[str, ...]:
    """Return in what routes can be asked to differ."""
    from corridor.routes.request import DISTINCT

    return DISTINCT


def repeatable(name: str, metavar: str, help_text: str, **settings: str) -> Argument:
    """Return an argument that may be given several times."""
    return Argument(name, action="append", default=[], metavar=metavar, help=help_text, **settings)


def output(help_text: str, *, required: bool = True) -> tuple[Argument, ...]:
    """Return the arguments of a command that writes a file."""
    return (
        Argument("--output", "-o", metavar="FILE", required=required, help=help_text),
        Argument("--force", action="store_true", help="replace the file if it is there"),
    )


PLACE = "PLACE"
CHARTS = (
    "time-distance",
    "comparison",
    "distribution",
    "evidence",
    "weak-points",
    "trade-offs",
    "prices",
)
MAPS = ("routes", "critical", "capacity")
FORMATS = ("csv", "xlsx", "geojson", "transport-chain", "graphml", "gmns")
JSON = Argument("--json", action="store_true", help="output JSON")
LOG = Argument("--log", metavar="FILE", help="your own movements, a table: party own")
FULL = Argument("--full", action="store_true", help="print every row, sources and how to read them")
BRIEF = Argument("--brief", action="store_true", help="print three lines, as for an e-mail")
NETWORK = Argument(
    "--network",
    action="append",
    metavar="FILE",
    help="a network file, or the edited workbook of a route; repeatable",
)
CORRIDOR = Argument("--corridor", metavar="ID", help="a corridor the route belongs to")
ENDS = (
    Argument("origin", metavar="ORIGIN"),
    Argument("destination", metavar="DESTINATION"),
    repeatable("--via", PLACE, "place the route must pass; repeatable, in order"),
)
SCENARIO = repeatable(
    "--scenario", "NAME|FILE", "a scenario to apply; repeatable", dest="scenarios"
)
LIMITS = (
    NETWORK,
    Argument("--as-of", metavar="DATE", help="the network of a day: 2016-06-15, 2016-06, 2016"),
    SCENARIO,
    Argument("--depart", metavar="DATE", help="the day (and hour) on which the goods are ready"),
    Argument("--level", choices=levels, default="typical", help="which estimate to minimise"),
    Argument("--mode", action="append", choices=modes, help="a mode to use; repeatable"),
    repeatable("--policy", "ID", "a named policy of the file, such as no-russia-belarus"),
    repeatable("--avoid-country", "CODE", "country to avoid"),
    repeatable("--avoid-border", "PL-BY", "a border not to be crossed"),
    repeatable("--avoid-node", "ID", "node to avoid"),
    repeatable("--avoid-leg", "ID", "a leg not to be used"),
    repeatable("--avoid-operator", "NAME", "an operator not to be used"),
    repeatable("--avoid-mode", "MODE", "a mode not to be used"),
    repeatable("--require-country", "CODE", "a country to be entered"),
    repeatable("--require-border", "PL-BY", "a border to be crossed"),
    repeatable("--require-node", "ID", "node the route must pass"),
    repeatable("--require-leg", "ID", "a leg to be used"),
    repeatable("--require-operator", "NAME", "an operator to be used"),
    repeatable("--require-mode", "MODE", "a mode to be used"),
    Argument(
        "--no-door",
        action="store_true",
        help="leave out the road legs between a city and the terminals near it",
    ),
    Argument("--max-time", metavar="TIME", help='the longest transit time, as in "25 days"'),
    Argument("--max-transfers", type=int, metavar="N", help="the most transfers"),
    Argument("--max-gauge-breaks", type=int, metavar="N", help="the most gauge breaks"),
)

SHIPMENT = (
    Argument(
        "--equipment", metavar="BOX", help="20ft, 40ft, 40hc or a declared one: for cost, CO2e"
    ),
    Argument("--quantity", type=int, metavar="N", help="number of containers (default 1)"),
    Argument("--mass", metavar="MASS", help='in each box, as in "14 t"'),
    Argument("--value", metavar="MONEY", help='of what is in each box, as in "108000 USD"'),
    Argument("--currency", metavar="USD", help="in what money is reported"),
    Argument("--price-date", metavar="DATE", help="no prices after it"),
    Argument("--max-price-age", metavar="AGE", help='older prices are historic: "18 months", any'),
    Argument("--price-index", metavar="INDEX", help='to re-base prices: "2018: 100, 2024: 121.5"'),
    Argument("--goods", metavar="CLASS", help="the class of the goods, as tariffs name it"),
    Argument("--empty", action="store_true", default=None, help="the boxes are empty"),
    repeatable("--rate", "RATE", 'an exchange rate of yours: "EUR/USD 1.08"', dest="rates"),
    Argument("--value-of-time", metavar="MONEY", help='of a day, for all boxes: "200 USD"'),
    Argument("--inventory-cost", metavar="SHARE", help='of the value in a year, as in "25 %%"'),
    Argument("--carbon-price", metavar="MONEY", help='of a tonne of CO2e at sea: "75 EUR"'),
    Argument("--carbon-share", metavar="SHARE", help='of it that is paid for, as in "50 %%"'),
    Argument("--fuel-eu", metavar="MONEY", help="FuelEU, for a tonne of the same emissions"),
    Argument("--max-cost", metavar="MONEY", help='for all boxes, as in "9000 USD"'),
    Argument("--max-emissions", metavar="MASS", help='for all boxes, as in "4 t"'),
)
#: What is typed of a shipment, as the parser names it.
SHIPPED = (*(item.names[0][2:].replace("-", "_") for item in SHIPMENT), "by", "objectives")
BY = Argument("--by", choices=objectives, help="what to minimise (default transit_time)")

CHANCES = (
    Argument("--runs", type=int, default=10_000, metavar="N", help="how many shipments are drawn"),
    Argument("--seed", type=int, default=1, metavar="N", help="seed for reproducible results"),
    Argument("--first-mile", metavar="TIME", help='to the terminal: "2 days" or "1 h, 2 h, 5 h"'),
    Argument("--last-mile", metavar="TIME", help="from the terminal, as you state it"),
    Argument("--customs", metavar="TIME", help="customs, as you state it"),
    Argument("--from-ready", action="store_true", help="count the wait for the first departure"),
    Argument("--doubt", action="store_true", help="mix in how well the usual time is known"),
)

QUOTED = (
    Argument("--margin", default="0 %", metavar="SHARE", help='on each cost, as in "8 %%"'),
    Argument("--valid-until", metavar="DATE", help="the last day of the offer"),
    Argument("--cut-off", default="", metavar="TEXT", help="when cargo must be handed in"),
    repeatable("--term", "TEXT", "a term of yours; repeatable", dest="terms"),
    Argument("--language", choices=("en", "tr", "ru", "zh"), default="en", help="of the words"),
    Argument("--tariffs", metavar="FILE", help="a tariff sheet that ends in .csv or .xlsx"),
    Argument("--output", "-o", metavar="FILE", help="a file: .txt, .html, .xlsx or .json"),
    Argument("--force", action="store_true", help="replace the file if it is there"),
)

CHAINS = (
    Argument("chains", nargs="*", metavar="CHAIN"),
    repeatable("--corridor", "ID", "a corridor; repeatable, each gives a route of its own"),
)
