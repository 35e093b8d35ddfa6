"""Run the commands that measure routes or write them to files."""

from argparse import Namespace
from typing import Any

from corridor.analysis.cpmm import Indicators, measure_indicators
from corridor.cli.commands import UsageError
from corridor.cli.terminal import ANSWER, limits_of, network_of, say, say_json, show, written
from corridor.formats.writers import export
from corridor.network.network import Network, as_of
from corridor.routes.route import Route
from corridor.routing.best_route import best_route, make_request
from corridor.user_values import split_chain

NETWORK = "network"


def exported(net: Network, options: Namespace, limits: dict[str, Any]) -> dict[str, Any]:
    """Write the file that was asked for, and return what was written."""
    value = net if options.what == NETWORK else _found(net, options.what, limits)
    try:
        path = export(
            value,
            options.output,
            file_format=options.format,
            table=options.table,
            overwrite=options.force,
        )
    except FileExistsError:
        raise UsageError(f"{options.output} already exists\n  hint: --force replaces it") from None
    except OSError as error:
        raise UsageError(f"cannot write {options.output}: {error.strerror}") from None
    return {"file": str(path), "bytes": path.stat().st_size, "content": repr(value)}


def measured(net: Network, options: Namespace, limits: dict[str, Any]) -> Indicators:
    """Return the indicators of the chains that were asked for, beside those of another day."""
    routes = [_found(net, chain, limits) for chain in options.chains]
    if not options.versus:
        return measure_indicators(routes)
    then = as_of(net, options.versus)
    earlier = [_found(then, chain, limits) for chain in options.chains]
    return measure_indicators(routes, versus=earlier)


def _found(net: Network, chain: str, limits: dict[str, Any]) -> Route:
    return best_route(net, make_request(net, split_chain(chain), **limits))


def _indicators(options: Namespace) -> int:
    net = network_of(options)
    return show(net, options, "indicators", measured(net, options, limits_of(options)))


def _export(options: Namespace) -> int:
    written = exported(network_of(options), options, limits_of(options))
    if options.json:
        say_json(written)
    else:
        say("wrote {file}, {bytes:,} bytes: {content}".format(**written))
    return ANSWER


def _import(options: Namespace) -> int:
    from corridor.cli.pictures import check_free, write_out
    from corridor.formats.workbooks.time_distance_table import with_time_distance
    from corridor.formats.yaml_text import to_yaml
    from corridor.scenarios.difference import diff

    check_free(options)
    before = network_of(options)
    after = with_time_distance(before, options.table)
    write_out(options, to_yaml(after))
    count = len(diff(before, after).rows)
    return written(after, options, f"{count} figure{'s' if count != 1 else ''} changed")


def _picture(options: Namespace) -> int:
    from corridor.cli.pictures import DRAWN

    net = network_of(options)
    return written(net, options, DRAWN[options.command](net, options, limits_of(options)))


def _explore(options: Namespace) -> int:
    import importlib.util
    import runpy
    import sys
    from pathlib import Path

    from corridor.errors import MissingExtraError

    if importlib.util.find_spec("marimo") is None:
        raise MissingExtraError("the explorer", "marimo", "explore")
    path = Path(__file__).parents[1] / "explorer" / "app.py"
    sys.argv = ["marimo", "run", str(path), "--host", "127.0.0.1", "--port", str(options.port)]
    sys.argv += ["--headless"] if options.no_browser else []
    runpy.run_module("marimo", run_name="__main__", alter_sys=True)
    return ANSWER


RUNS = {
    "indicators": _indicators,
    "export": _export,
    "import": _import,
    "explore": _explore,
    "chart": _picture,
    "map": _picture,
    "report": _picture,
}
