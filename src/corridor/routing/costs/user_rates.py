"""Exchange rates that the user states, in place of those of the file."""

from collections.abc import Sequence
from dataclasses import replace

from corridor.errors import ShipmentError, quote
from corridor.network.network import Network
from corridor.network.rates import ExchangeRate
from corridor.patterns import pattern
from corridor.signatures import suggest_arguments
from corridor.user_values import several

_RATE = pattern(r"([A-Z]{3})/([A-Z]{3}) ([0-9]{1,9}(?:\.[0-9]{1,6})?)")


@suggest_arguments
def with_rates(net: Network, rates: Sequence[str]) -> Network:
    """Return a network with exchange rates of the user.

    A rate replaces those of the file between the same two currencies.

    Parameters
    ----------
    net
        The network; it is not changed.
    rates
        Each as ``"EUR/USD 1.08"``: one EUR is worth 1.08 USD.

    Returns
    -------
    Network
        With the rates, dated the day of the network.

    Raises
    ------
    ShipmentError
        When a rate is not of its form.

    >>> import corridor as co
    >>> net = co.with_rates(co.load_network(), ["EUR/USD 1.08"])
    >>> net.file.exchange_rates["user-eur-usd"].rate
    1.08
    """
    known = dict(net.file.exchange_rates)
    stated: tuple[object, ...] = several(rates, "rates")
    for text in stated:
        match = _RATE.fullmatch(text) if isinstance(text, str) else None
        if not match or match[1] == match[2] or not float(match[3]):
            raise ShipmentError(
                f"rate is {quote(str(text))}; it must be two currencies and a number above 0, "
                'as in "EUR/USD 1.08": one EUR is worth 1.08 USD'
            )
        base, quoted, value = match.groups()
        pair = {base, quoted}
        known = {key: rate for key, rate in known.items() if {rate.base, rate.quoted} != pair}
        key = f"user-{base}-{quoted}".lower()
        day = net.date or net.as_of
        known[key] = ExchangeRate(
            id=key, base=base, quoted=quoted, rate=float(value), date=day, note="stated by the user"
        )
    return net.with_file(replace(net.file, exchange_rates=known)) if stated else net
