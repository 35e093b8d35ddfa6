"""The commands that write pictures, tables and files for other tools."""

from corridor.cli.grammar.command import Command
from corridor.cli.grammar.options import (
    BY,
    CHAINS,
    CHANCES,
    CHARTS,
    CORRIDOR,
    FORMATS,
    LIMITS,
    MAPS,
    NETWORK,
    SHIPMENT,
    Argument,
    output,
)

FILE_COMMANDS: tuple[Command, ...] = (
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
        "draw routes, critical elements, capacity, a scenario or the whole network on a map",
        'corridor map "Xi\'an > Duisburg" --corridor middle --corridor suez -o map.svg\n'
        "corridor map --scenario caspian-storm -o map.html",
        (
            *CHAINS,
            *output("a file that ends in .png, .svg or .html (interactive)"),
            Argument("--kind", choices=MAPS, default=MAPS[0], help="what is drawn on the map"),
            *LIMITS,
        ),
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
                help="for csv: which, as in to_records: dwell, ...",
            ),
            CORRIDOR,
            *LIMITS,
            *SHIPMENT,
        ),
    ),
    Command(
        "import",
        "take the edited figures of a route's workbook or a time-distance table into a network",
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
)
