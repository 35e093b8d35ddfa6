"""Run the commands that make a quote and list prices."""

from argparse import Namespace

from corridor.analysis.price_series import prices
from corridor.cli.commands import UsageError
from corridor.cli.terminal import (
    ANSWER,
    calculate_alone,
    limits_of,
    network_of,
    say,
    say_json,
    show,
    written,
)
from corridor.formats.json_records import document
from corridor.formats.sources.network_tables import from_tables
from corridor.network.network import Network
from corridor.quotes.offer import Quote, quote
from corridor.quotes.quote_files import write_quote
from corridor.user_values import split_chain


def _quote(options: Namespace) -> int:
    calculate_alone()
    net = _with_sheet(network_of(options), options.tariffs)
    offer = quote(
        net,
        options.origin,
        options.destination,
        via=tuple(options.via),
        margin=options.margin,
        valid_until=options.valid_until,
        cut_off=options.cut_off,
        terms=tuple(options.terms),
        language=options.language,
        **limits_of(options),
    )
    if options.output:
        return _written(net, options, offer)
    if options.json:
        say_json(document("quote", net, offer.to_record()))
    else:
        say(offer)
    return ANSWER


def _with_sheet(net: Network, sheet: str | None) -> Network:
    """Return a network with the tariffs of a sheet, beside those that it has."""
    return from_tables(tariffs=sheet, extends=net) if sheet else net


def _written(net: Network, options: Namespace, offer: Quote) -> int:
    try:
        write_quote(offer, options.output, overwrite=options.force)
    except FileExistsError:
        raise UsageError(f"{options.output} already exists\n  hint: --force replaces it") from None
    except OSError as error:
        raise UsageError(f"cannot write {options.output}: {error.strerror}") from None
    total = ", ".join(map(str, offer.totals)) or "no rate on file"
    return written(net, options, f"quote {offer.route.request.chain}: {total}")


def _prices(options: Namespace) -> int:
    net = network_of(options)
    found = prices(
        net,
        split_chain(options.chain),
        corridor=options.corridor,
        equipment=options.equipment,
        day=options.day,
    )
    return show(net, options, "prices", found)


RUNS = {"quote": _quote, "prices": _prices}
