"""The arguments that commands share: places, limits, shipments, chances, files to write."""

from typing import Any

from corridor.network.fields import LEVELS
from corridor.network.modes import MODES
from corridor.network.rates import BOXES
from corridor.routes.objectives import OBJECTIVES


class Argument:
    """One argument of a command as `add_argument` takes it."""

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names = names
        self.settings = settings


def repeatable(name: str, metavar: str, help_text: str, **settings: str) -> Argument:
    """Return an argument that may be given several times."""
    return Argument(name, action="append", default=[], metavar=metavar, help=help_text, **settings)


def output(help_text: str) -> tuple[Argument, ...]:
    """Return the arguments of a command that writes a file."""
    return (
        Argument("--output", "-o", metavar="FILE", required=True, help=help_text),
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
)
FORMATS = ("csv", "xlsx", "geojson", "graphml", "gmns")
JSON = Argument("--json", action="store_true", help="plain data instead of text")
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
    repeatable("--via", PLACE, "a place to be passed; repeatable, in order"),
)
LIMITS = (
    NETWORK,
    Argument("--as-of", metavar="DATE", help="the network of a day: 2016-06-15, 2016-06, 2016"),
    repeatable("--scenario", "NAME|FILE", "a scenario to apply; repeatable", dest="scenarios"),
    Argument("--depart", metavar="DATE", help="the day (and hour) on which the goods are ready"),
    Argument("--level", choices=LEVELS, default="typical", help="what is made least"),
    Argument("--mode", action="append", choices=tuple(MODES), help="a mode to use; repeatable"),
    repeatable("--policy", "ID", "a named policy of the file, such as no-russia-belarus"),
    repeatable("--avoid-country", "CODE", "a country not to be entered"),
    repeatable("--avoid-border", "PL-BY", "a border not to be crossed"),
    repeatable("--avoid-node", "ID", "a node not to be passed"),
    repeatable("--avoid-leg", "ID", "a leg not to be used"),
    repeatable("--avoid-operator", "NAME", "an operator not to be used"),
    repeatable("--avoid-mode", "MODE", "a mode not to be used"),
    repeatable("--require-country", "CODE", "a country to be entered"),
    repeatable("--require-border", "PL-BY", "a border to be crossed"),
    repeatable("--require-node", "ID", "a node to be passed"),
    repeatable("--require-leg", "ID", "a leg to be used"),
    repeatable("--require-operator", "NAME", "an operator to be used"),
    repeatable("--require-mode", "MODE", "a mode to be used"),
    Argument(
        "--no-door",
        action="store_true",
        help="leave out the ways by road between a city and the terminals near it",
    ),
    Argument("--max-time", metavar="TIME", help='the longest transit time, as in "25 days"'),
    Argument("--max-transfers", type=int, metavar="N", help="the most transfers"),
    Argument("--max-gauge-breaks", type=int, metavar="N", help="the most gauge breaks"),
)

SHIPMENT = (
    Argument("--equipment", choices=BOXES, help="the boxes; then cost and emissions are given"),
    Argument("--quantity", type=int, metavar="N", help="how many boxes, 1 if not said"),
    Argument("--mass", metavar="MASS", help='in each box, as in "14 t"'),
    Argument("--value", metavar="MONEY", help='of what is in each box, as in "108000 USD"'),
    Argument("--currency", metavar="USD", help="in what money is reported"),
    Argument("--price-date", metavar="DATE", help="no prices after it"),
    Argument("--max-price-age", metavar="AGE", help='older prices stand apart: "18 months", any'),
    repeatable("--rate", "RATE", 'an exchange rate of yours: "EUR/USD 1.08"', dest="rates"),
    Argument("--value-of-time", metavar="MONEY", help='of a day, for all boxes: "200 USD"'),
    Argument("--inventory-cost", metavar="SHARE", help='of the value in a year, as in "25 %%"'),
    Argument("--max-cost", metavar="MONEY", help='for all boxes, as in "9000 USD"'),
    Argument("--max-emissions", metavar="MASS", help='for all boxes, as in "4 t"'),
)
#: What is typed of a shipment, as the parser names it.
SHIPPED = (*(item.names[0][2:].replace("-", "_") for item in SHIPMENT), "by", "objectives")
BY = Argument(
    "--by", choices=tuple(OBJECTIVES), help="what is made least; transit_time if not said"
)

CHANCES = (
    Argument("--runs", type=int, default=10_000, metavar="N", help="how many shipments are drawn"),
    Argument("--seed", type=int, default=1, metavar="N", help="the same seed, the same answer"),
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
