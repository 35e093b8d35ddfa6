"""The commands: what each does in a sentence, an example, its arguments."""

from typing import NamedTuple

from corridor.cli.grammar.options import (
    BRIEF,
    BY,
    CHAINS,
    CHANCES,
    CHARTS,
    CORRIDOR,
    ENDS,
    FORMATS,
    FULL,
    JSON,
    LIMITS,
    NETWORK,
    PLACE,
    QUOTED,
    SHIPMENT,
    Argument,
    differences,
    objectives,
    output,
)


class Command(NamedTuple):
    """One command: what it does in a sentence, an example, its arguments."""

    name: str
    sentence: str
    example: str
    arguments: tuple[Argument, ...]

    @property
    def typed(self) -> tuple[Argument, ...]:
        """What can be typed: the arguments, and in what form the answer is printed."""
        lengths = (FULL, BRIEF) if self.name in WITH_LENGTHS else ()
        return (*self.arguments, *lengths, JSON)


#: The commands whose answers have three lengths.
WITH_LENGTHS = frozenset(
    (
        *(
            "compare",
            "route",
            "routes",
            "corridors",
            "pareto",
            "explain",
            "simulate",
            "promise",
            "prices",
        ),
        *("whatif", "critical", "capacity", "diff", "evidence", "indicators"),
    )
)

COMMANDS = (
    Command(
        "compare",
        "compare chains of places; without any, what is advertised with what is usual",
        'corridor compare "Xi\'an > Baku" "Xi\'an > Istanbul"',
        (Argument("chains", nargs="*", metavar="CHAIN"), CORRIDOR, *LIMITS, BY, *SHIPMENT),
    ),
    Command(
        "route",
        "show the best route between two places",
        "corridor route Qingdao Baku --as-of 2024-01",
        (*ENDS, CORRIDOR, *LIMITS, BY, *SHIPMENT),
    ),
    Command(
        "routes",
        "show the best few routes that differ",
        'corridor routes "Xi\'an" Istanbul --limit 3',
        (
            *ENDS,
            CORRIDOR,
            Argument("--limit", type=int, default=5, metavar="N", help="how many, at most 1,000"),
            Argument(
                "--distinct",
                choices=differences,
                default="passage",
                help="in what they differ: borders, ferries and straits; corridors; any leg",
            ),
            *LIMITS,
            BY,
            *SHIPMENT,
        ),
    ),
    Command(
        "corridors",
        "show the corridors between two places side by side",
        'corridor corridors "Xi\'an" Duisburg --equipment 40ft',
        (*ENDS, *LIMITS, BY, *SHIPMENT),
    ),
    Command(
        "pareto",
        "show the routes that no other beats in days, money and emissions together",
        'corridor pareto "Xi\'an" Duisburg --equipment 40ft --by transit_time --by emissions',
        (
            *ENDS,
            CORRIDOR,
            Argument(
                "--by",
                action="append",
                choices=objectives,
                dest="objectives",
                help="an objective, two or more; default days, money and emissions",
            ),
            Argument(
                "--tolerance", type=float, default=0.0, metavar="SHARE", help="hide near-copies"
            ),
            *LIMITS,
            *SHIPMENT,
        ),
    ),
    Command(
        "explain",
        "show where the time goes, and how a route differs from another",
        'corridor explain "Xi\'an" Duisburg --versus-corridor northern',
        (
            *ENDS,
            CORRIDOR,
            Argument("--versus-corridor", metavar="ID", help="against the best by a corridor"),
            Argument("--versus-via", metavar=PLACE, help="against the best route via a place"),
            *LIMITS,
            BY,
            *SHIPMENT,
        ),
    ),
    Command(
        "simulate",
        "show median and 90th-percentile arrival, and what drives the delays",
        'corridor simulate "Xi\'an" Istanbul --customs "1 day, 2 days, 5 days"',
        (
            *ENDS,
            CORRIDOR,
            Argument("--reroute", action="store_true", help="the best route in every run"),
            *CHANCES,
            *LIMITS,
            *SHIPMENT,
        ),
    ),
    Command(
        "promise",
        "say by when a shipment is there, or when it must leave to be there in time",
        'corridor promise "Xi\'an" Istanbul --deadline 2026-04-01 --confidence 0.9',
        (
            *ENDS,
            CORRIDOR,
            Argument("--ship", metavar="DATE", help="the day of departure"),
            Argument("--deadline", metavar="DATE", help="the day to be there"),
            Argument("--confidence", type=float, default=0.9, metavar="P", help="level, 0 to 1"),
            *CHANCES,
            *LIMITS,
        ),
    ),
    Command(
        "indicators",
        "measure routes as CAREC's corridor monitoring (CPMM) does: borders, speed, delay",
        'corridor indicators "Xi\'an > Istanbul" --corridor middle --versus 2016-06',
        (
            Argument("chains", nargs="+", metavar="CHAIN"),
            Argument("--versus", metavar="DATE", help="beside the values of another day"),
            CORRIDOR,
            *LIMITS,
            *SHIPMENT,
        ),
    ),
    Command(
        "chart",
        "draw a chart: time or cost against distance, bars, arrivals, evidence, critical elements",
        'corridor chart "Xi\'an > Istanbul" --corridor middle -o route.png',
        (
            *CHAINS,
            Argument("--kind", choices=CHARTS, default="time-distance", help="what is drawn"),
            Argument(
                "--y",
                choices=("time", "cost"),
                default="time",
                help="against distance: time, or cost of one box (with --equipment)",
            ),
            *output("a file that ends in .png or .svg"),
            *CHANCES[:2],
            *LIMITS,
            *SHIPMENT,
        ),
    ),
    Command(
        "map",
        "draw routes on a map that needs no network connection",
        'corridor map "Xi\'an > Duisburg" --corridor middle --corridor suez -o map.svg',
        (*CHAINS, *output("a file that ends in .png, .svg or .html (interactive)"), *LIMITS),
    ),
    Command(
        "explore",
        "open the explorer in a browser: choose places, move the times of stops, see what follows",
        "corridor explore",
        (
            Argument("--port", type=int, default=2718, metavar="N", help="port of this computer"),
            Argument("--no-browser", action="store_true", help="only print the address"),
        ),
    ),
    Command(
        "export",
        "write a route, or the network, to a file for other tools",
        'corridor export "Xi\'an > Istanbul" -o route.xlsx\n'
        "corridor export network --format gmns -o network.zip",
        (
            Argument("what", metavar="CHAIN|network"),
            *output("the file to write"),
            Argument("--format", choices=FORMATS, help="by default as the file's ending says"),
            Argument(
                "--table",
                metavar="NAME",
                help="for csv: legs, nodes (network); elements, charges, emissions",
            ),
            CORRIDOR,
            *LIMITS,
            *SHIPMENT,
        ),
    ),
    Command(
        "import",
        "take the edited times of a route's workbook, or of a time-distance table, into a network",
        "corridor import route.xlsx -o mine.yaml",
        (
            Argument("table", metavar="TABLE", help="a file that ends in .csv, .xlsx or .parquet"),
            *output("the network file to write"),
            NETWORK,
        ),
    ),
    Command(
        "batch",
        "find the route of every shipment of a table, one in each row",
        "corridor batch in.csv -o out.xlsx --jobs 4",
        (
            Argument("table", metavar="TABLE", help="a file that ends in .csv, .xlsx or .parquet"),
            *output("a file that ends in .csv, .xlsx or .parquet"),
            Argument("--jobs", type=int, default=1, metavar="N", help="processes (default 1)"),
            *(CORRIDOR, *LIMITS, BY, *SHIPMENT),
        ),
    ),
    Command(
        "quote",
        "make a quote to send: the route, when it is there, what is paid, in four languages",
        'corridor quote "Xi\'an" Duisburg --equipment 40hc --tariffs mine.csv --margin "8 %"',
        (*ENDS, CORRIDOR, *QUOTED, *LIMITS, BY, *SHIPMENT),
    ),
    Command(
        "prices",
        "list the prices on file for a route, with their dates, changes and sources",
        'corridor prices "Xi\'an > Istanbul" --equipment 40ft',
        (
            Argument("chain", metavar="CHAIN"),
            CORRIDOR,
            Argument("--equipment", metavar="BOX", help="the size of box alone"),
            Argument("--day", metavar="DATE", help="the price of a day: the last before it"),
            Argument("--as-of", metavar="DATE", help="the network of a day"),
            NETWORK,
        ),
    ),
    Command(
        "whatif",
        "compare chains of places with and without a scenario; without any, list the scenarios",
        'corridor whatif caspian-storm "China > Türkiye" --corridor middle',
        (
            Argument("scenario", nargs="?", metavar="SCENARIO", help="name or file; a+b for two"),
            Argument("chains", nargs="*", metavar="CHAIN"),
            CORRIDOR,
            *LIMITS,
            BY,
            *SHIPMENT,
        ),
    ),
    Command(
        "critical",
        "rank what the best routes rest on by what is lost without it",
        'corridor critical "Xi\'an > Duisburg" "Xi\'an > Istanbul"',
        (
            Argument("chains", nargs="+", metavar="CHAIN"),
            Argument(
                "--kind",
                action="append",
                choices=("countries", "borders", "nodes", "legs"),
                help="what is taken out in turn; repeatable",
            ),
            CORRIDOR,
            *LIMITS,
        ),
    ),
    Command(
        "capacity",
        "show the annual capacity between two places and its bottleneck",
        'corridor capacity "Xi\'an" Türkiye --corridor middle',
        (
            *ENDS[:2],
            CORRIDOR,
            Argument("--unknown", metavar="AMOUNT", help='of legs without, as in "90000 TEU/year"'),
            *LIMITS,
        ),
    ),
    Command(
        "diff",
        "say in what two networks differ: files, or scenarios; one alone, from the bundled network",
        "corridor diff caspian-storm",
        (
            Argument("first", metavar="FIRST", help="a network file, a scenario, or bundled"),
            Argument("second", nargs="?", metavar="SECOND", help="another"),
        ),
    ),
    Command(
        "report",
        "write a report on routes: one file with tables, charts, a map and all sources",
        'corridor report "Xi\'an > Istanbul" --corridor middle -o report.html',
        (*CHAINS, *output("an HTML file"), *LIMITS, BY, *SHIPMENT),
    ),
    Command(
        "evidence",
        "hold every reported journey and length against the network",
        "corridor evidence --corridor middle --kind observed",
        (
            Argument("--corridor", metavar="ID", help="only reports on this corridor"),
            Argument("--kind", metavar="KIND", help="observed, average, schedule, ..."),
            Argument("--party", metavar="PARTY", help="operator, ministry, forwarder, ..."),
            Argument(
                "--percentiles",
                action="store_true",
                help="where each lies among simulated shipments, and whether all are well spread",
            ),
            Argument("--csv", action="store_true", help="one line for each row"),
            Argument("--log", metavar="FILE", help="your own movements, a table: party own"),
            NETWORK,
        ),
    ),
    Command(
        "calibrate",
        "fit the times of a network file to its reported journeys",
        "corridor calibrate --dry-run",
        (
            Argument("--dry-run", action="store_true", help="say what would move, and why"),
            Argument("--write", action="store_true", help="write it into the file, in place"),
            NETWORK,
        ),
    ),
    Command(
        "check",
        "check network files",
        "corridor check mine.yaml\ncorridor check --together mine.yaml base.yaml",
        (
            Argument("files", nargs="+", metavar="FILE"),
            Argument("--strict", action="store_true", help="treat warnings as errors"),
            Argument("--together", action="store_true", help="the files are one network"),
            Argument(
                "--routes",
                action="store_true",
                help="look for detours: best routes between all pairs against great circles",
            ),
        ),
    ),
    Command(
        "add-leg",
        "propose a leg for a network file: distance, norm, times, border stop and its place",
        "corridor add-leg basel munich --mode rail",
        (
            Argument("origin", nargs="?", metavar="NODE", help="asked for if it is missing"),
            Argument("destination", nargs="?", metavar="NODE"),
            Argument("--mode", metavar="MODE", help="rail, ferry, sea or road"),
            Argument("--gauge", type=int, metavar="MM", help="by default that of both ends"),
            Argument("--km", type=float, metavar="KM", help="by default estimated"),
            Argument("--write", action="store_true", help="write it into the file, in place"),
            NETWORK,
        ),
    ),
    Command(
        "schema",
        "print the format of network files as a JSON Schema, for editors",
        "corridor schema > network.schema.json",
        (Argument("--markdown", action="store_true", help="in words instead"),),
    ),
    Command(
        "places",
        "list places by name",
        "corridor places baku",
        (
            Argument("text", nargs="?", default="", metavar="TEXT"),
            Argument("--ids", action="store_true", help="ids alone, one on a line"),
            NETWORK,
        ),
    ),
    Command(
        "completion",
        "print the completions for a shell",
        'eval "$(corridor completion bash)"',
        (Argument("shell", choices=("bash", "zsh", "fish")),),
    ),
)
