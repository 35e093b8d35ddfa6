"""A quote for a shipment: what is offered, by which route, when it is there, and for how much."""

import dataclasses
import datetime
from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING, Any, Unpack

from corridor import text as _text
from corridor.errors import QuantityError, ShipmentError
from corridor.frozen import dataclass
from corridor.money import Money
from corridor.network.rates import TIME_CHARGES, Tariff
from corridor.printing.shown import ShownWhole
from corridor.quotes.lines import Line, lines_of
from corridor.quotes.words import LANGUAGES, amount, words_of
from corridor.routes.route import Route, stops_text
from corridor.routing.best_route import Limits, Via, find_route
from corridor.routing.costs.resolved_shipment import converted, terms_of
from corridor.signatures import suggest_arguments
from corridor.simulation.monte_carlo import simulate
from corridor.simulation.p90 import RUNS, SEED, nine_in_ten
from corridor.simulation.promises import whole_days
from corridor.simulation.time_charges import ExpectedCharge
from corridor.units import Duration, read
from corridor.user_values import of_kind, one_of, quantity, read_date, several

if TYPE_CHECKING:
    from corridor.network.network import Network

NOTE_WIDTH = 100
MOST_TERMS, LONGEST_TERM = 10, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(ShownWhole):
    """What is offered to a client; `print` shows it as a text to paste.

    Attributes
    ----------
    route
        The route, with the shipment and its cost.
    issued
        The day of the network.
    lines
        What is paid, each in the currency of its tariff, and what is on request.
    totals
        The sum of the lines of each currency, exact to the cent.
    together
        All in the shipment's currency, where the lines have several that can be converted.
    rates
        Exchange rates to the shipment's currency, as `together` uses them.
    margin
        What is added to each cost [0.01 %]. The text and the HTML do not show it; the workbook and
        the JSON do.
    within
        The time within which 90 % arrive.
    departure, typical_arrival, arrival
        ETD, and the ETA of ordinary shipments and the one that 90 % keep; none without a date.
    cut_off, valid_until, terms
        As stated.
    language
        en, tr, ru or zh.
    """

    route: Route = field(repr=False)
    issued: datetime.date
    lines: tuple[Line, ...]
    totals: tuple[Money, ...]
    together: Money | None
    rates: tuple[tuple[str, float], ...]
    margin: int
    within: Duration
    departure: datetime.date | None
    typical_arrival: datetime.date | None
    arrival: datetime.date | None
    cut_off: str
    valid_until: datetime.date | None
    terms: tuple[str, ...]
    language: str

    @property
    def is_complete(self) -> bool:
        """Return whether every line has a price."""
        return all(line.price is not None for line in self.lines)

    @property
    def notes(self) -> tuple[str, ...]:
        """What touches the route, sanctions and advisories, in one line each."""
        first = (item.text.partition(". ")[0].rstrip(".") for item in self.route.advisories)
        return tuple(_text.clip(words, NOTE_WIDTH) for words in first)

    def money(self, cents: int) -> str:
        """Return an amount as the quote's language writes it."""
        return amount(cents, self.language)

    def heads(self) -> list[tuple[str, str]]:
        """Return what is said above the lines, in pairs."""
        said, route = words_of(self.language), self.route
        days = _text.days(route.transit_time.typical, digits=0)
        within = _text.days(self.within, promise=True)
        found = [
            (said["issued"], str(self.issued)),
            (said["from_to"], route.request.chain),
            (said["way"], stops_text(route)),
            (said["cargo"], str(route.request.shipment)),
            (said["transit"], said["promise"].format(typical=days, within=within)),
        ]
        if self.departure:
            span = {"typical": self.typical_arrival, "within": self.arrival}
            found += [(said["etd"], str(self.departure))]
            found += [(said["eta"], said["arrival"].format(**span))]
        return [*found, *([(said["cut_off"], self.cut_off)] if self.cut_off else [])]

    def rows(self) -> list[tuple[str, ...] | None]:
        """Return the lines and the totals as texts, a None between them."""
        said = words_of(self.language)
        found: list[tuple[str, ...] | None] = [
            (said[line.kind], line.place, line.payee, line.currency, self._price(line))
            for line in self.lines
        ]
        total = said["total" if self.is_complete else "partial"]
        found.append(None)
        found += [(total, "", "", sum_.currency, self.money(sum_.cents)) for sum_ in self.totals]
        if self.together:
            own = self.together
            found.append((said["together"], "", "", own.currency, self.money(own.cents)))
        return found

    def table_head(self) -> tuple[str, ...]:
        """Return the heads of the columns of `rows`."""
        said = words_of(self.language)
        return tuple(said[key] for key in ("service", "place", "payee", "currency", "amount"))

    def foot(self) -> list[tuple[str, str]]:
        """Return what is said below the lines, in pairs."""
        said = words_of(self.language)
        found = []
        for line in self.lines:
            if line.low is not None and line.high is not None:
                span = {"low": self.money(line.low), "high": self.money(line.high)}
                words = f"{line.place}: {said['indicative'].format(**span)} {line.currency}"
                found.append((said[line.kind], words))
            if line.nine_in_ten is not None:
                words = said["expected"].format(high=self.money(line.nine_in_ten))
                place = f"{line.place}: " if line.place else ""
                found.append((said[line.kind], f"{place}{words} {line.currency}"))
        if self.together:
            own = self.together.currency
            others = (pair for pair in self.rates if pair[0] != own)
            rates = (f"1 {given} = {rate:g} {own}" for given, rate in others)
            found.append((said["rates"], "; ".join(rates)))
        found.append((said["excluded"], said["exclusions"]))
        if {"demurrage", "detention"}.isdisjoint(line.kind for line in self.lines):
            found.append(("", said["no_demurrage"]))
        if self.valid_until:
            found.append((said["valid_until"], str(self.valid_until)))
        found += [(said["terms"], words) for words in self.terms]
        return found + [(said["notes"], words) for words in self.notes]

    def to_record(self) -> dict[str, Any]:
        """Return the quote as JSON values: cents, seconds, ISO dates."""
        shipment = self.route.request.shipment
        names = tuple(field.name for field in dataclasses.fields(Line))
        dates = ("issued", "departure", "typical_arrival", "arrival", "valid_until")
        return {
            "language": self.language,
            "chain": self.route.request.chain,
            "legs": [leg.id for leg in self.route.legs],
            "corridors": list(self.route.corridors),
            "shipment": str(shipment),
            "transit_time": int(self.route.transit_time.typical),
            "nine_in_ten": int(self.within),
            **{name: str(day) if (day := getattr(self, name)) else None for name in dates},
            "cut_off": self.cut_off or None,
            "margin": self.margin / 10_000,
            "lines": [{name: getattr(line, name) for name in names} for line in self.lines],
            "complete": self.is_complete,
            "totals": {money.currency: money.cents for money in self.totals},
            "together": self.together and self.together.plain,
            "rates": dict(self.rates),
            "terms": list(self.terms),
            "notes": list(self.notes),
        }

    def _price(self, line: Line) -> str:
        if line.price is None:
            return words_of(self.language)["on_request"]
        return self.money(line.price)

    def parts(self) -> list[_text.Block]:
        """Return all that is said under the title."""
        table = _text.Table(self.table_head(), self.rows(), left=(0, 1, 2, 3))
        return [_text.Pairs(self.heads()), table, _text.Pairs(self.foot())]

    def _blocks(self) -> list[_text.Block]:
        return [_text.Prose([words_of(self.language)["title"]]), *self.parts()]


@suggest_arguments
def quote(
    net: "Network",
    origin: str,
    destination: str,
    *,
    via: Via = (),
    margin: str = "0 %",
    valid_until: str | datetime.date | None = None,
    cut_off: str = "",
    terms: str | tuple[str, ...] = (),
    language: str = "en",
    **limits: Unpack[Limits],
) -> Quote:
    """Make a quote for a shipment between two places.

    Parameters
    ----------
    net
        The network, with the tariffs of the offer.
    origin, destination, via
        As for `find_route`.
    margin
        What is added to the cost of each line, as ``"8 %"``.
    valid_until
        The last day of the offer; by default the first on which a tariff of it ends.
    cut_off
        When the cargo must be handed in, as it is to be printed.
    terms
        Terms of yours, one line each: at most ten of 300 characters.
    language
        en, tr, ru or zh.
    limits
        As for `find_route`; `shipment` must be given, and with `depart` the quote has dates.

    Returns
    -------
    Quote
        Prices older than the shipment allows, and parts without a price, are on request.

    Raises
    ------
    ShipmentError
        When there is no shipment, or the offer would outlast a tariff that it uses.
    QuantityError
        When the margin, the terms, the language or a date is not of its form.
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError
        As `find_route` does.

    >>> import corridor as co
    >>> box = co.Shipment(equipment="40ft")
    >>> offer = co.quote(co.load_network(), "Aktau", "Alat", shipment=box, margin="8 %")
    >>> [line.price for line in offer.lines]
    [None]
    """
    one_of(language, LANGUAGES, "language")
    share = quantity(margin, "margin", str, lambda text: read(text, "share")) or 0
    stated = _checked(several(terms, "terms"))
    of_kind(cut_off, "cut_off", str)
    route = find_route(net, origin, destination, via=via, **limits)
    cost = route.cost
    if cost is None:
        raise ShipmentError(
            'a quote needs a shipment: shipment=Shipment(equipment="40ft"), or --equipment 40ft'
        )
    expected = _time_charges(net, route)
    lines = lines_of(cost, share, expected)
    used = [*cost.tariffs, *(item.tariff for item in expected if item.tariff and item.share)]
    totals = _totals(lines)
    rates, together = _together(net, route, totals)
    within = nine_in_ten(net, route)
    return Quote(
        route=route,
        issued=net.date or net.as_of,
        lines=lines,
        totals=totals,
        together=together,
        rates=rates,
        margin=share,
        within=within,
        **_dates(route, within),
        cut_off=cut_off,
        valid_until=_validity(net, used, valid_until),
        terms=stated,
        language=language,
    )


def _time_charges(net: "Network", route: Route) -> tuple[ExpectedCharge, ...]:
    """Return what is to be expected of storage, demurrage and detention."""
    if any(tariff.charge in TIME_CHARGES for tariff in net.file.tariffs.values()):
        return simulate(net, route, seed=SEED, runs=RUNS).charges
    return ()


def _checked(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return terms that leave a quote on one page."""
    longest = max((len(of_kind(term, "one of terms", str)) for term in terms), default=0)
    if len(terms) > MOST_TERMS or longest > LONGEST_TERM:
        raise QuantityError(
            f"terms are {len(terms)} lines, the longest of {longest:,} characters; a page holds "
            f"{MOST_TERMS} of {LONGEST_TERM}: refer to a document of yours instead"
        )
    return terms


def _totals(lines: tuple[Line, ...]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for line in lines:
        if line.price is not None:
            sums[line.currency] = sums.get(line.currency, 0) + line.price
    return tuple(Money(cents, currency) for currency, cents in sums.items())


def _together(
    net: "Network", route: Route, totals: tuple[Money, ...]
) -> tuple[tuple[tuple[str, float], ...], Money | None]:
    """Return the rates to the shipment's currency and the sum in it, where there are several."""
    shipment = route.request.shipment
    if shipment is None or {money.currency for money in totals} <= {shipment.currency}:
        return (), None
    date, wanted = terms_of(net, shipment).price_date, shipment.currency
    cents = sum(converted(net, money, wanted, date) for money in totals)
    one = 10**10
    rates = tuple(
        (money.currency, converted(net, Money(one, money.currency), wanted, date) / one)
        for money in totals
    )
    return rates, Money(cents, wanted)


def _dates(route: Route, within: Duration) -> dict[str, Any]:
    """Return ETD and ETA where the route is dated."""
    if route.schedule is None:
        return dict.fromkeys(("departure", "typical_arrival", "arrival"))
    left = route.schedule.departure("typical")
    promised = left.date() + datetime.timedelta(whole_days(within))
    usual = route.schedule.arrival("typical").date()
    return {"departure": left.date(), "typical_arrival": usual, "arrival": max(usual, promised)}


def _validity(
    net: "Network", tariffs: Iterable[Tariff], given: str | datetime.date | None
) -> datetime.date | None:
    """Return the last day of an offer, held against the network's day and the tariffs' ends."""
    ends = sorted((item.valid_until, item.id) for item in tariffs if item.valid_until)
    if given is None:
        return ends[0][0] if ends else None
    last, today = read_date(given), net.date or net.as_of
    if last < today:
        raise QuantityError(
            f"valid_until is {last}; it must not lie before {today}, the offer's day"
        )
    if ends and ends[0][0] < last:
        end, name = ends[0]
        raise ShipmentError(
            f"the offer is to be valid until {last}, but its tariff {name} ends on {end}; "
            "state an earlier day, or bring the next tariff"
        )
    return last
