"""The parts of a report, each from the answer that it shows."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.analysis.comparison import cells_of_row
from corridor.analysis.reported_points import reported_on, when
from corridor.calibration.ledger import verdict_of
from corridor.chart.canvas.wording import METHOD, by_corridor, chain, count, listed, plain, times
from corridor.network.fields import BASES
from corridor.network.journeys import Journey
from corridor.report.markup import Markup, folded, joined, link, section, table, tag
from corridor.routes.costs import cost_text
from corridor.routes.costs.emissions_text import emission_notes
from corridor.routes.route import cells_of, stops_text
from corridor.routes.route_text import LEVELS_FOOTNOTE
from corridor.routes.route_text import WORDS as KINDS
from corridor.routing import cost_comparison
from corridor.simulation import percentiles as spread
from corridor.simulation.simulation import SHARES
from corridor.simulation.wording import OPERATIONS

if TYPE_CHECKING:
    from corridor.analysis.compared_rows import Compared
    from corridor.analysis.time_profile import Profile
    from corridor.calibration.ledger_rows import LedgerRow
    from corridor.network.network import Network
    from corridor.routes.route import Route
    from corridor.routes.steps import Transfer
    from corridor.simulation.simulation import Simulation


LONGEST_STOPS = 3
LONGEST_DATE = 12


def finding(net: "Network", profile: "Profile") -> str:
    """Return the headline of one route."""
    _, low, typical, within = profile.marks[-1]
    return (
        f"{chain(profile.route)}{by_corridor(net, profile.route)}: {times(low, typical, within)}."
    )


def lead(profile: "Profile") -> Markup:
    """Return where the shipment stops longest, and the route."""
    stops = sorted(profile.stops, key=lambda stop: (-stop.standing, stop.arrival.metres))
    said = [f"{stop.node.short} ({_text.days(stop.standing)})" for stop in stops[:LONGEST_STOPS]]
    standing = _text.days(profile.route.standing.typical)
    whole = _text.days(profile.marks[-1].typical)
    text = f"Of the typical {whole} days {standing} are dwell and waiting"
    text += f", longest at {listed(said)}." if said else "."
    return tag("p", f"{text} Route: {stops_text(profile.route)}.", class_="lead")


def tiles(profile: "Profile") -> Markup:
    """Return the four numbers of a route."""
    _, low, typical, within = profile.marks[-1]
    route = profile.route
    borders = count(len(route.border_crossings), "border")
    stops = count(len(profile.stops), "stop")
    shown = (
        (f"{plain(_text.days(low))} d", "low: uncongested, as advertised"),
        (f"{_text.days(typical)} d", "typical: ordinary shipments"),
        (f"{_text.days(within, promise=True)} d", "90 % arrive within"),
        (
            f"{_text.km(route.distance)} km",
            f"{count(len(route.legs), 'leg')}, {stops}, {borders}",
        ),
    )
    entries = [tag("div", tag("dt", under), tag("dd", value)) for value, under in shown]
    return tag("dl", *entries, class_="tiles")


def compared(rows: "Sequence[Compared]", own: int, heading: str) -> Markup:
    """Return the routes side by side, the own one marked; below it why others have none."""
    head = ("route", "km", "low, d", "typical, d", "P90, d", "high, d", "at stops, d")
    cells: list[tuple[str, ...]] = []
    missing: list[str] = []
    marked = -1
    for number, row in enumerate(rows):
        if row.route is None:
            missing.append(tag("li", f"{_called(row)}: {row.reason}"))
            continue
        marked = len(cells) if number == own else marked
        _, _, km, low, typical, *more = cells_of_row(row, row.route)
        cells.append((_called(row), km, low, tag("b", typical), *more))
    body = [table((*head, "evidence"), _behind(cells, rows), left=(0, 7), own=marked)]
    body += [tag("ul", *missing, class_="note")] if missing else []
    advertised = [row for row in rows if row.route and row.advertised]
    for row in advertised:
        claim = row.claims[0]
        words = (
            f"{row.label}: {plain(row.advertised or '')} days are advertised ({claim.sources[0]})."
        )
        body.append(tag("p", words, class_="note"))
    return section(heading, *body, tag("p", f"{LEVELS_FOOTNOTE} {METHOD}", class_="note"))


def _called(row: "Compared") -> str:
    """Return what a row is called: under a scenario, with what is lost or won there."""
    if not row.scenario:
        return row.label
    sign = "-" if row.lost and row.lost < 0 else "+"
    lost = "" if row.lost is None else f" ({sign}{_text.days(abs(row.lost))} d)"
    return f"{row.label}{lost}"


def _behind(cells: list[tuple[str, ...]], rows: "Sequence[Compared]") -> Iterator[tuple[str, ...]]:
    found = [row.route for row in rows if row.route]
    for cell, route in zip(cells, found, strict=True):
        yield (*cell, _text.shares_of(route.grounds.seconds))


def stops(profile: "Profile") -> Markup:
    """Return where the route stands, longest first."""
    transfers = sorted(profile.route.transfers, key=lambda item: -_stopped(item, 1))
    columns = (
        _text.adding_up([_stopped(item, level) for item in transfers], _text.TENTH, _text.days)
        for level in range(3)
    )
    rows: list[tuple[str, ...]] = []
    for transfer, low, typical, high in zip(transfers, *columns, strict=True):
        what = [KINDS.get(transfer.kind, transfer.kind)] if transfer.dwell else []
        what += ["wait"] if transfer.waiting else []
        bases = ", ".join(dict.fromkeys(part.basis for part in transfer.estimates))
        days = (low, tag("b", typical), high)
        rows.append((transfer.node.short, " and ".join(what), *days, bases))
    low, typical, high = map(_text.days, profile.route.standing.levels)
    rows.append(("together", "", low, tag("b", typical), high, ""))
    head = ("stop", "what", "low, d", "typical, d", "high, d", "basis")
    body = table(head, rows, left=(0, 1, 5))
    return section("Stops, longest first", body) if transfers else Markup("")


def _stopped(transfer: "Transfer", level: int) -> int:
    return sum(part.levels[level] for part in transfer.estimates)


def arrivals(sim: "Simulation", picture: str) -> Markup:
    """Return when shipments arrive, and what may be promised."""
    rows = [
        (
            spread.in_words(share),
            _text.days(sim.percentile(share)),
            _text.days(sim.percentile(share), promise=True),
        )
        for share in filter(sim.resolves, SHARES)
    ]
    head = ("arrive", "within, d", "days to promise")
    note = f"Shown is {OPERATIONS}. {sim.runs:,} runs, seed {sim.seed}; {sim.net.dependence}."
    body = [Markup(picture), table(head, rows), tag("p", note, class_="note")]
    return section("When shipments arrive", *body)


def money(routes: "Sequence[Route]", labels: Sequence[str]) -> Markup:
    """Return what the shipment costs and emits, part by part; of several routes side by side."""
    first = routes[0]
    if first.cost is None:
        return Markup("")
    found = (
        cost_comparison.compared(list(zip(labels, routes, strict=True)))
        if routes[1:]
        else [cost_text.cost_table(first.cost)]
    )
    notes = [*cost_text.cost_notes(first.cost)] if not routes[1:] else []
    if first.emissions and not routes[1:]:
        notes += emission_notes(first.emissions)
    if routes[1:]:
        notes = [
            (label, said)
            for label, route in zip(labels, routes, strict=True)
            if route.cost and route.emissions
            for said in cost_comparison.compared_notes(route.cost, route.emissions)
        ]
    tables = [
        table(
            [head.replace("\n", " ") for head in one.head],
            [row for row in _text.body(one.rows) if row is not None],
            left=one.left,
        )
        for one in found
    ]
    said = [tag("p", f"{word}: {text}" if word else text, class_="note") for word, text in notes]
    return section("Cost and emissions", *tables, *said)


def evidence(net: "Network", routes: "Sequence[Route]", labels: Sequence[str]) -> Markup:
    """Return what the figures rest on: shares, weakest part, what to know, sources."""
    body: list[str] = []
    for route, label in zip(routes, labels, strict=True):
        found = route.grounds
        said = _text.shares_of(found.seconds)
        said = f"{label}: {said}" if len(routes) > 1 else said
        bars = [
            tag("i", class_=basis, style=f"width:{100 * found.share(basis):.2f}%")
            for basis in BASES
            if basis in found.seconds
        ]
        body.append(tag("div", *bars, class_="bar", role="img", aria_label=said))
        weakest = f"; weakest figure: {found.weakest[0]}" if found.weakest else ""
        body.append(tag("p", f"{said} of the typical time{weakest}.", class_="note"))
    body += _advisories(net, routes)
    sources = {source.id: source for route in routes for source in route.grounds.sources}
    items = [tag("li", link(str(source), source.url)) for source in sources.values()]
    summary = f"Sources of the times ({len(items)}), those that carry most first"
    return section("What the figures rest on", *body, folded(summary, tag("ul", *items)))


def _advisories(net: "Network", routes: "Sequence[Route]") -> list[str]:
    known = {item.id: item for route in routes for item in route.advisories}
    items = []
    for item in known.values():
        cited = [net.sources[source] for source in item.sources if source in net.sources]
        links = Markup(", ".join(link(source.publisher, source.url) for source in cited))
        items.append(tag("li", item.text, *([" (", links, ")"] if cited else [])))
    return [tag("p", "What to know about this route:"), tag("ul", *items)] if items else []


def reports(net: "Network", profiles: "Sequence[Profile]", rows: "Sequence[LedgerRow]") -> Markup:
    """Return the reported journeys that concern the routes, against the network."""
    drawn = {item.journey.id for profile in profiles for item in reported_on(net, profile)}
    head = ("reported journey", "kind, time", "reported, d", "network, d", "verdict", "source")
    cells = []
    for row in rows:
        journey = row.report
        if not isinstance(journey, Journey) or not _concerns(row, profiles, drawn):
            continue
        ends = f"{journey.origin.text} > {journey.destination.text}"
        said = "–".join(dict.fromkeys(plain(_text.days(time)) for time in row.reported))
        level = dict(zip(("low", "typical", "high"), row.network, strict=False)).get(journey.level)
        here = f"{_text.days(level)} {journey.level}" if level is not None else "-"
        cited = [net.sources[item] for item in journey.sources if item in net.sources]
        links = [link(source.publisher, source.url) for source in cited[:2]]
        quote = [tag("q", journey.quote)] if journey.quote else []
        named = joined([tag("span", ends), *(joined([Markup("<br>"), item]) for item in quote)])
        verdict = verdict_of(row)
        period = when(journey)
        date = tag("span", period, class_="n") if len(period) < LONGEST_DATE else period
        kind = joined([f"{journey.kind}, ", date])
        listed_links = Markup(", ".join(links))
        level_cell = tag("span", here, class_="n")
        cells.append((named, kind, said, level_cell, verdict, listed_links))
    if not cells:
        return section("Reported journeys", tag("p", "None is on file for this route."))
    body = table(head, cells, left=(0, 1, 3, 4, 5))
    return section("Reported journeys", folded(f"{len(cells)} on this route", body, is_open=True))


def _concerns(row: "LedgerRow", profiles: "Sequence[Profile]", drawn: set[str]) -> bool:
    """Return whether a report is drawn, or lies wholly on a route of its corridor."""
    if row.id in drawn:
        return True
    if row.route is None or not isinstance(row.report, Journey) or not row.reported:
        return False
    ends = {row.route.origin.id, row.route.destination.id}
    return any(
        row.report.corridor in profile.route.corridors
        and ends <= {node.id for node in profile.route.nodes}
        and {leg.id for leg in row.route.legs} <= {leg.id for leg in profile.route.legs}
        for profile in profiles
    )


def step_by_step(route: "Route", label: str) -> Markup:
    """Return every leg and stop with the times reached, folded away."""
    head = ("leg or stop", "how", "km", "typical, d", "low by", "typical by", "high by", "basis")
    rows = [(label.strip(" ■"), *rest) for label, *rest in cells_of(route)]
    note = "Days since departure; basis: c calibrated, r reported, e estimated, a assumed."
    body = [table(head, rows, left=(0, 1, 7)), tag("p", note, class_="note")]
    if route.schedule:
        dates = route.schedule.table()
        heads = ("place", "arrives", "departs", "waits for", "arrives, low", "arrives, high")
        body.append(table(heads, [row for row in dates.rows if row], left=dates.left))
        body += [tag("p", note, class_="note") for note in route.schedule.notes()]
    return folded(f"Leg by leg: {label}", *body)
