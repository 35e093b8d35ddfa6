"""The pages of the site that are made from the network, the public names and the notice codes."""

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import corridor as co
from corridor.errors import CODES, Severity

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("functions", "values", "errors")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")
INTROS = {
    "functions": "Functions of `import corridor as co`. Times and money take texts with units.",
    "values": "Frozen values of `import corridor as co`. `print` of each is readable.",
    "errors": "All exceptions of the library are a `CorridorError`.",
}
DATA_INTRO = """The bundled network, version {net.version} of {net.as_of:%Y-%m-%d}. These pages are
made from the network file; a corrected figure appears here with the next build."""
CODES_INTRO = """What `corridor check` and `load_network` find in a file. An *error* refuses the
file; with a *warning* it loads, but an answer may mislead; an *info* tells of style."""
CHART_NAMES = (
    "time_distance", "comparison", "distribution", "route_map", "evidence", "weak_points",
    "trade_offs", "picture", "save",
)  # fmt: skip


def generated_pages() -> dict[str, str]:
    """Return every generated page: its address in the site, and its Markdown."""
    net = co.load_network()
    schema = (ROOT / "data" / "SCHEMA.md").read_text(encoding="utf-8")
    pages = {
        "data/index.md": overview(net),
        "data/legs.md": legs(net),
        "data/nodes.md": nodes(net),
        "data/journeys.md": journeys(net),
        "data/sources.md": sources(net),
        "data/schema.md": schema,
        "reference/codes.md": codes(),
        "reference/charts.md": _reference(
            "Charts",
            "Pictures of `co.chart`; they need the extra `plot`.",
            "chart.charts",
            CHART_NAMES,
        ),
    }
    for kind in KINDS:
        names = [name for name in co.__all__ if _kind(getattr(co, name)) == kind]
        pages[f"reference/{kind}.md"] = _public(kind.capitalize(), INTROS[kind], names)
    return pages


def overview(net: co.Network) -> str:
    """Return the page with the number of things, and how they are known."""
    bases: dict[str, int] = {}
    for leg in net.legs.values():
        bases[leg.transit_time.basis] = bases.get(leg.transit_time.basis, 0) + 1
    counted = [("legs", "legs", net.legs), ("nodes", "nodes", net.nodes)]
    counted += [
        ("reported journeys", "journeys", net.journeys),
        ("sources", "sources", net.sources),
    ]
    rows = [(f"[{name}]({page}.md)", f"{len(held):,}") for name, page, held in counted]
    return "\n\n".join(
        [
            "# Data",
            DATA_INTRO.format(net=net),
            _table(("What", "How many"), rows, raw=(0,)),
            "## How the times of legs are known",
            _table(("Basis", "Legs"), [(name, str(bases[name])) for name in sorted(bases)]),
        ]
    )


def legs(net: co.Network) -> str:
    """Return the page of legs."""
    records = co.to_records(net, "legs")
    rows = [
        (
            record["id"],
            record["mode"],
            f"{record['km']:,.0f}",
            *(f"{record[f'{level}_h']:,.1f}" for level in ("low", "typical", "high")),
            record["basis"],
            " ".join(filter(None, (record["sources"], record["claims"], record["norm"])))
            or record["rule"],
            record["operators"],
            record["note"],
        )
        for record in records
    ]
    head = (
        "Leg",
        "Mode",
        "km",
        "Low, h",
        "Typical, h",
        "High, h",
        "Basis",
        "Rests on",
        "Operators",
        "Note",
    )
    return _listed("Legs", "Moving time of each leg, without waiting.", head, rows)


def nodes(net: co.Network) -> str:
    """Return the page of nodes."""
    head = ("Node", "Name", "Country", "Kind", "Lat", "Lon", "UN/LOCODE", "Also", "Note")
    keys = ("id", "name", "country", "kind", "lat", "lon", "unlocode", "aliases", "note")
    rows = [tuple(record[key] for key in keys) for record in co.to_records(net, "nodes")]
    return _listed("Nodes", "Places at which goods stop or change.", head, rows)


def journeys(net: co.Network) -> str:
    """Return the page of reported journeys."""
    rows = [
        (
            item.id,
            item.origin.text,
            item.destination.text,
            item.corridor,
            item.transit_time,
            item.period.text,
            item.kind,
            item.party,
            item.use,
            item.quote,
            " ".join(item.sources),
        )
        for item in net.journeys.values()
    ]
    head = (
        "Id", "From", "To", "Corridor", "Time", "Period",
        "Kind", "Party", "Use", "Quote", "Sources",
    )  # fmt: skip
    return _listed("Reported journeys", "Whole journeys that somebody reported.", head, rows)


def sources(net: co.Network) -> str:
    """Return the page of sources, each with its address."""
    rows = [
        (item.id, item.publisher, item.title, item.date, f"<{item.url}>" if item.url else "")
        for item in net.sources.values()
    ]
    head = ("Id", "Publisher", "Title", "Date", "Address")
    return _listed("Sources", "What the figures rest on.", head, rows, raw=(4,))


def codes() -> str:
    """Return the page of notice codes, from the registry, each with the message of its example."""
    co.load_network()
    parts = [
        "# Notice codes",
        CODES_INTRO,
    ]
    for severity in Severity:
        found = {name: item for name, item in sorted(CODES.items()) if item.severity == severity}
        parts.append(f"## {severity.capitalize()}s ({len(found)})")
        for name, item in found.items():
            parts.append(f"### `{name}`\n\n{_plain(item.meaning)}\n\n{_example(name)}")
    return "\n\n".join(parts)


def _example(code: str) -> str:
    path = ROOT / "tests" / "bad" / f"{code}.txt"
    if not path.exists():
        return ""
    return f"```text\n{path.read_text(encoding='utf-8').rstrip()}\n```"


def _kind(thing: object) -> str:
    if not inspect.isclass(thing):
        return "functions"
    return "errors" if issubclass(thing, BaseException) else "values"


def _public(title: str, intro: str, names: Iterable[str]) -> str:
    things = [inspect.unwrap(getattr(co, name)) for name in names]
    paths = [f"{thing.__module__}.{thing.__qualname__}" for thing in things]
    return f"# {title}\n\n{intro}\n\n" + "\n\n".join(f"::: {path}" for path in paths) + "\n"


def _reference(title: str, intro: str, module: str, names: Iterable[str]) -> str:
    blocks = "\n\n".join(f"::: corridor.{module}.{name}" for name in names)
    return f"# {title}\n\n{intro}\n\n{blocks}\n"


def _listed(
    title: str,
    intro: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    raw: Sequence[int] = (),
) -> str:
    return f"# {title}\n\n{len(rows):,} rows. {intro}\n\n{_table(head, rows, raw)}\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], raw: Sequence[int] = ()) -> str:
    write: tuple[Callable[[object], str], ...] = tuple(
        str if column in raw else _plain for column in range(len(head))
    )
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [
        f"| {' | '.join(form(cell) for form, cell in zip(write, row, strict=True))} |"
        for row in rows
    ]
    return "\n".join(lines)


def _plain(value: object) -> str:
    """Return a value as Markdown that shows it as it is, on one line."""
    text = "" if value is None else " ".join(str(value).split())
    return SPECIAL.sub(lambda match: f"&#{ord(match[1])};", text)
