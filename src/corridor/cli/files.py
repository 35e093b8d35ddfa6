"""Run the commands about network files and what stands in them."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from corridor import text as _text
from corridor.cli.terminal import (
    ANSWER,
    NO,
    USAGE,
    calculate_alone,
    complain,
    network_of,
    say,
    say_json,
    show,
    written,
)
from corridor.errors import NetworkError, Notice, Severity, render
from corridor.network.network import Network

if TYPE_CHECKING:
    from corridor.analysis.detours import Detours

PlaceRow = tuple[str, str, str, str, str]


def places_named(net: Network, text: str) -> list[PlaceRow]:
    """Return name, id, kind, countries and further names of what has a text in its name."""
    found = net.directory.search(text)
    return [_row(net, section, key, names) for (section, key), names in found]


def _row(net: Network, section: str, key: str, names: list[str]) -> PlaceRow:
    thing: Any = getattr(net, section)[key]
    if section == "nodes":
        kind, country = thing.kind.replace("_", " "), thing.country
    else:
        members = thing.nodes if section == "places" else [item.node for item in thing.gateways]
        kind = f"{section[:-1]}: {', '.join(members)}"
        country = " ".join(dict.fromkeys(net.nodes[node].country for node in members))
    also = [name for name in names if name not in {thing.name, key}]
    return (thing.name, key, kind, country, ", ".join(also))


WIDEST_CELL = 32


def _evidence(options: Namespace) -> int:
    from corridor.calibration.verdicts import evidence

    net = _logged(options)
    asked = {name: getattr(options, name) for name in ("corridor", "kind", "party", "percentiles")}
    ledger = evidence(net, **asked)
    if options.csv:
        say(ledger.to_csv().rstrip("\n"))
        return ANSWER
    return show(net, options, "evidence", ledger)


def _calibrate(options: Namespace) -> int:
    from pathlib import Path

    calculate_alone()
    from corridor.cli import calibration as calibration_report
    from corridor.files import bundled_path

    if sum(map(bool, (options.dry_run, options.write, options.output))) != 1:
        return complain("error: say either --dry-run or --write, or -o FILE", USAGE)
    if options.output:
        return _calibrate_into(options)
    if options.write and options.log:
        return complain("error: --write puts no log into the file; write a new one with -o", USAGE)
    given = options.network or [bundled_path()]
    if len(given) > 1 and options.write:
        return complain("error: calibrate takes one file, since it writes into it", USAGE)
    if options.write:
        text = calibration_report.write(Path(given[0]))
    else:
        text = calibration_report.dry_run(_logged(options))
    if options.json:
        say_json({"calibration": text.splitlines()})
    else:
        say(text)
    return ANSWER


def _calibrate_into(options: Namespace) -> int:
    from corridor.cli.calibration import overlay
    from corridor.cli.pictures import check_free, write_out

    check_free(options)
    net = _logged(options)
    text, finding = overlay(net)
    write_out(options, text)
    return written(net, options, finding)


def _logged(options: Namespace) -> Network:
    """Return the network, with the log of own shipments if there is one."""
    net = network_of(options)
    if not options.log:
        return net
    from corridor.formats.shipment_log import with_shipment_log

    return with_shipment_log(net, options.log)


def _check(options: Namespace) -> int:
    from corridor.reading.load import load_network

    notices: list[Notice] = []
    detours: list[Detours] = []
    for files in [options.files] if options.together else [[path] for path in options.files]:
        try:
            net = load_network(files, strict=options.strict)
        except NetworkError as error:
            notices += error.notices
        else:
            notices += net.notices
            detours += [_detours(net)] if options.routes else []
    if options.json:
        found = [str(notice.severity) for notice in notices]
        counts = {str(severity): found.count(str(severity)) for severity in Severity}
        page: dict[str, Any] = {
            "counts": counts,
            "notices": [notice.to_record() for notice in notices],
        }
        if options.routes:
            page["detours"] = [item._asdict() for each in detours for item in each.new]
        say_json(page)
    else:
        say("\n".join([*_told(notices, options.files), *map(str, detours)]))
    failed = any(notice.severity == Severity.ERROR for notice in notices)
    return NO if failed or any(item.new for item in detours) else ANSWER


def _told(notices: list[Notice], files: list[str]) -> list[str]:
    """Return the notices as text, without the infos about files that those asked for extend."""
    told = [
        notice
        for notice in notices
        if notice.severity != Severity.INFO or str(notice.where.file) in files
    ]
    left_out = len(notices) - len(told)
    more = f"{left_out} infos about a file that is extended are left out; check it by itself"
    return [render(told), *([more] if left_out else [])]


def _detours(net: Network) -> "Detours":
    """Return the detours of a network that the bundled one does not accept."""
    from corridor.analysis.detours import check_detours, read_exemptions
    from corridor.files import detours_path

    return check_detours(net, read_exemptions(detours_path()))._replace(unused=())


def _schema(options: Namespace) -> int:
    from corridor.reading import schema

    if options.markdown:
        say(schema.markdown().rstrip("\n"))
    else:
        say_json(schema.json_schema())
    return ANSWER


def _places(options: Namespace) -> int:
    from corridor.reading.load import load_network

    net = load_network(options.network)
    rows = places_named(net, options.text)
    heads = ("name", "id", "kind", "country", "also")
    if options.ids:
        say("\n".join(row[1] for row in rows))
    elif options.json:
        from corridor.formats.json_records import document

        places = [dict(zip(heads, row, strict=True)) for row in rows]
        say_json(document("places", net, {"places": places}))
    elif rows:
        cut = [[_text.clip(cell, WIDEST_CELL) for cell in row] for row in rows]
        say(_text.table(heads, cut, left=range(len(heads))))
    else:
        complain(f'no place has "{options.text}" in its name', NO)
    return ANSWER if rows else NO


def _completion(options: Namespace) -> int:
    from corridor.cli.completion import script

    say(script(options.shell))
    return ANSWER


RUNS = {
    "evidence": _evidence,
    "calibrate": _calibrate,
    "check": _check,
    "schema": _schema,
    "places": _places,
    "completion": _completion,
}
