"""What every command shares: its network, its limits, and how an answer is printed."""

import contextlib
import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from corridor.cli.commands import UsageError
from corridor.cli.grammar.options import SHIPPED

if TYPE_CHECKING:
    from corridor.network.estimates import Period
    from corridor.network.network import Network


ANSWER, NO, USAGE = 0, 1, 2
#: Commands that show scenarios beside the network, in place of an answer under them.
BESIDE = frozenset(("map", "report"))


def complain(text: str, code: int) -> int:
    """Print a text to the error stream, where there is one, and return the exit code."""
    with contextlib.suppress(OSError):
        if sys.stderr:
            print(_fit(text, sys.stderr.encoding), file=sys.stderr, flush=True)
    return code


def say(text: object) -> None:
    """Print a text."""
    print(_fit(str(text), sys.stdout.encoding))


def _fit(text: str, encoding: str | None) -> str:
    """Return a text as a terminal can take it: no control characters, and none it lacks."""
    from corridor import text as _text

    return _text.encodable(_text.printable(text), encoding or "ascii")


def say_json(record: dict[str, Any]) -> None:
    """Print JSON."""
    import json

    print(json.dumps(record, ensure_ascii=True, indent=1).replace("\x7f", "\\u007f"))


def network_of(options: Namespace) -> "Network":
    """Return the network that was asked for, on the day asked for."""
    from corridor.network.network import as_of
    from corridor.reading.load import load_network

    net = load_network() if not options.network else _network_of_files(options.network)
    day = getattr(options, "as_of", None)
    net = as_of(net, day) if day else net
    applied = () if options.command in BESIDE else getattr(options, "scenarios", ())
    for name in applied:
        net = _with_scenario(net, name, options)
    rates = getattr(options, "rates", ())
    if not rates:
        return net
    from corridor.routing.costs.user_rates import with_rates

    return with_rates(net, rates)


def _network_of_files(paths: list[str]) -> "Network":
    from corridor.formats.workbooks.network_files import load_network  # the bundled one is YAML

    return load_network(paths)


def _with_scenario(net: "Network", name: str, options: Namespace) -> "Network":
    """Return the network with a scenario, of which something must be in force when it is asked."""
    from corridor.scenarios.named import load_scenario
    from corridor.scenarios.windows import not_in_force

    scenario = load_scenario(name)
    changed = scenario.apply(net)
    words = not_in_force(net, scenario, _days_asked(net, options))
    if words and not hasattr(options, "table"):  # each row of a table has a day of its own
        raise UsageError(f"{scenario.name}: {words}")
    return changed


def _days_asked(net: "Network", options: Namespace) -> "Period | None":
    """Return the days that an answer may look at; none for those of the network."""
    from corridor.network.estimates import Period
    from corridor.routes.request import check_depart
    from corridor.scenarios.windows import days_ahead
    from corridor.user_values import read_date

    ready = check_depart(getattr(options, "depart", None))
    shipped, deadline = getattr(options, "ship", None), getattr(options, "deadline", None)
    if ready:
        return days_ahead(ready.date())
    if shipped:
        return days_ahead(read_date(shipped))
    return Period(net.date, read_date(deadline)) if deadline else None


def limits_of(options: Namespace) -> dict[str, Any]:
    """Return what the search is asked to keep to."""
    from corridor.routes.request import KINDS, Avoid, Require

    def listed(kind: str) -> dict[str, list[str]]:
        singular = {"countries": "country"}
        found = {}
        for what in KINDS:
            values = getattr(options, f"{kind}_{singular.get(what, what[:-1])}")
            upper = what in {"countries", "borders"}
            found[what] = [value.upper() if upper else value for value in values]
        return found

    limits = {
        "level": options.level,
        "corridor": getattr(options, "corridor", None),
        "modes": options.mode,
        "avoid": Avoid(**listed("avoid")),
        "require": Require(**listed("require")),
        "policy": options.policy,
        "max_time": options.max_time,
        "max_transfers": options.max_transfers,
        "max_gauge_breaks": options.max_gauge_breaks,
    }
    if options.no_door:
        limits["door"] = False
    if options.depart:
        limits["depart"] = options.depart
    if any(getattr(options, name, None) for name in SHIPPED):
        limits |= shipped(options)
    return limits


def refuse(error: Exception, words: str, code: int, *, as_json: bool) -> int:
    """Print why there is no answer, to the error stream or as JSON, and return the exit code."""
    if not as_json:
        return complain(words, code)
    record: dict[str, Any] = {
        "kind": type(error).__name__,
        "message": words.removeprefix("error: "),
    }
    for name in ("suggestions", "candidates", "nearest"):
        if getattr(error, name, None):
            record[name] = list(getattr(error, name))
    say_json({"schema": "corridor.error", "schema_version": 0, "error": record})
    return code


def show(net: "Network", options: Namespace, kind: str, found: Any) -> int:
    """Print an answer as text of the length asked for or as JSON, and return the exit code."""
    forms = [name for name in ("full", "brief", "json") if getattr(options, name, False)]
    if len(forms) > 1:
        raise UsageError(f"--{forms[0]} and --{forms[1]} are two forms of an answer; type one")
    if options.json:
        from corridor.formats.json_records import document

        say_json(document(kind, net, found))
    else:
        say(getattr(found, forms[0])() if forms else found)
    shown = getattr(found, "shown", None) or getattr(found, "routes", True)
    return ANSWER if shown else NO


def written(net: "Network", options: Namespace, finding: str) -> int:
    """Print what was written to a file."""
    if options.json:
        from corridor.formats.json_records import document

        say_json(document("file", net, {"file": options.output, "finding": finding}))
    else:
        say(f"{finding}\nwritten to {options.output}")
    return ANSWER


def calculate_alone() -> None:
    """Keep numpy from starting threads: the matrices of a calibration are small."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


#: What describes a shipment: the option's name, and that of the shipment's field.
FIELDS = {
    "quantity": "quantity",
    "mass": "cargo_mass",
    "value": "cargo_value",
    "currency": "currency",
    "price_date": "price_date",
    "max_price_age": "max_price_age",
    "price_index": "price_index",
    "goods": "goods",
    "empty": "empty",
    "value_of_time": "value_of_time",
    "inventory_cost": "inventory_cost",
}


#: What describes a carbon price: the option's name, and that of its field.
CARBON_FIELDS = {"carbon_price": "per_tonne", "carbon_share": "share", "fuel_eu": "fuel_eu"}


def _carbon_price(options: Namespace) -> dict[str, Any]:
    """Return the carbon price that was typed, as a field of a shipment."""
    from corridor.network.carbon.carbon_price import CarbonPrice

    given = {
        field: getattr(options, name)
        for name, field in CARBON_FIELDS.items()
        if getattr(options, name) is not None
    }
    if given and not {"per_tonne", "share"} <= given.keys():
        raise UsageError(
            "a carbon price is a price and the share that it is paid for\n"
            '  hint: --carbon-price "75 EUR" --carbon-share "50 %"'
        )
    return {"carbon_price": CarbonPrice(**given)} if given else {}


def shipped(options: Namespace) -> dict[str, Any]:
    """Return what was typed of a shipment, as a search takes it.

    Raises
    ------
    UsageError
        When a shipment is described, and its boxes are not.
    ShipmentError
        When a part of it is not of its form.
    """
    from corridor.routes.objectives import BY_TIME
    from corridor.routes.shipment import Shipment

    given = {
        field: getattr(options, name)
        for name, field in FIELDS.items()
        if getattr(options, name) is not None
    }
    given |= _carbon_price(options)
    if given and not options.equipment:
        named = FIELDS | {"carbon_price": "carbon_price"}
        name = next(name for name, field in named.items() if field in given)
        raise UsageError(
            f"--{name.replace('_', '-')} needs a shipment: add its equipment\n"
            "  hint: --equipment 40ft"
        )
    shipment = Shipment(equipment=options.equipment, **given) if options.equipment else None
    return {
        "shipment": shipment,
        "by": getattr(options, "by", None) or BY_TIME,
        "max_cost": options.max_cost,
        "max_emissions": options.max_emissions,
    }
