"""Pictures of routes: figures are returned, nothing is shown or saved unasked.

They need matplotlib, which comes with the extra ``plot``.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corridor.analysis.cost_profile import cost_profile_of
from corridor.analysis.time_profile import profile_of
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.panels import MOST
from corridor.chart.canvas.wording import listed
from corridor.chart.kinds.arrivals import SIZE as SPREAD_SIZE
from corridor.chart.kinds.arrivals import draw_spread
from corridor.chart.kinds.bars import draw_bars
from corridor.chart.kinds.cost import draw_costs
from corridor.chart.kinds.critical_elements import draw_critical_elements
from corridor.chart.kinds.reports import SIZE as EVIDENCE_SIZE
from corridor.chart.kinds.reports import draw_evidence
from corridor.chart.kinds.route import SIZE as ROUTE_SIZE
from corridor.chart.kinds.route import draw_route
from corridor.chart.kinds.several_routes import SIZE as PANELS_SIZE
from corridor.chart.kinds.several_routes import draw_panels
from corridor.chart.kinds.trade_offs import draw_front
from corridor.chart.kinds.under_scenarios import under_scenarios
from corridor.chart.maps.map_figure import SIZE as MAP_SIZE
from corridor.chart.maps.map_figure import draw_map
from corridor.chart.maps.studies import content_of
from corridor.errors import QuantityError, quote
from corridor.files import write_atomically
from corridor.routes.route import Route
from corridor.scenarios.named import by_name
from corridor.signatures import suggest_arguments
from corridor.user_values import each_of_kind, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.comparison import Comparison
    from corridor.analysis.critical_elements import WeakPoints
    from corridor.analysis.flow.throughput import Throughput
    from corridor.calibration.ledger import Ledger
    from corridor.chart.kinds.under_scenarios import Scenarios
    from corridor.network.network import Network
    from corridor.routing.pareto import Front
    from corridor.scenarios.scenario import Scenario
    from corridor.simulation.simulation import Simulation


Size = tuple[float, float]
Form = Literal["png", "svg"]
FORMS: tuple[Form, Form] = ("png", "svg")


@suggest_arguments
def time_distance(
    net: "Network",
    routes: Route | Iterable[Route],
    *,
    y: Literal["time", "cost"] = "time",
    scenarios: "Scenarios" = (),
    figsize: Size | None = None,
    dpi: float = _figure.DPI,
) -> "Figure":
    """Draw time or cost against distance, as UNESCAP's time/cost-distance method does.

    A leg is a slope, a stop an upright step. One route has its stops named and the journeys that
    are reported on it as points; two to four from one origin stand beside each other. Cost is that
    of one box; where a price is missing, the line stops.

    Parameters
    ----------
    net
        The network that the routes were found in.
    routes
        A route, or up to four that begin at the same place.
    y
        time, or cost for routes that were found with a shipment.
    scenarios
        Scenarios, or scenarios by name: the typical time under each is a further line.
    figsize
        Width and height [inches].
    dpi
        Pixels to an inch.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    Raises
    ------
    QuantityError
        When there is no route, or more than four, when they begin at different places, or when
        their cost is asked for and they carry no shipment, or not the same.
    MissingExtraError
        When matplotlib is not installed.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> route = co.find_route(net, "Xi'an", "Istanbul", corridor="middle")
    >>> figure = co.chart.time_distance(net, route)
    >>> figure.texts[0].get_text()[:38]
    "Xi'an – Istanbul by the Middle Corrido"
    """
    given = each_of_kind(routes, "routes", Route)
    _check_together(given)
    named = by_name(scenarios)
    if one_of(y, ("time", "cost"), "y") == "cost" and named:
        raise QuantityError('scenarios are drawn with time; leave y="cost" out')
    spent = [cost_profile_of(route) for route in given] if y == "cost" else []
    carried = list(dict.fromkeys(str(item.cost.shipment) for item in spent))
    if len(carried) > 1:
        raise QuantityError(
            f"the routes carry {listed(carried)}; draw the cost of such that carry the same"
        )
    if figsize is None:
        figsize = ROUTE_SIZE if len(given) == 1 and not spent else PANELS_SIZE
    with _figure.drawing():
        looks = _palette.looks(route.corridors for route in given)
        profiles = [profile_of(net, route) for route in given]
        if spent:
            return draw_costs(net, profiles, spent, looks, figsize, dpi)
        under = [under_scenarios(net, route, named) for route in given]
        if len(given) == 1:
            return draw_route(net, profiles[0], looks[0], figsize, dpi, under[0])
        return draw_panels(net, profiles, looks, figsize, dpi, under)


def _check_together(routes: list[Route]) -> None:
    if not routes:
        raise QuantityError("there is no route to draw; give one, or up to four")
    if len(routes) > MOST:
        raise QuantityError(
            f"{len(routes)} routes are too many to be told apart; time_distance draws up to "
            f"{MOST}, chart.comparison any number"
        )
    origins = list(dict.fromkeys(route.origin.short for route in routes))
    if len(origins) > 1:
        raise QuantityError(
            f"the routes begin at {listed(origins)}; draw such that begin at the same place"
        )


@suggest_arguments
def comparison(
    compared: "Comparison", *, figsize: Size | None = None, dpi: float = _figure.DPI
) -> "Figure":
    """Draw the routes of a comparison as bars: low, typical and P90, moving and at stops.

    Parameters
    ----------
    compared
        What `compare` or `compare_corridors` gave.
    figsize, dpi
        As for `time_distance`.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    >>> import corridor as co
    >>> found = co.compare_corridors(co.load_network(), "Xi'an", "Duisburg")
    >>> co.chart.comparison(found).texts[0].get_text()
    "Xi'an – Duisburg, typical days: Northern 18, ..."
    """
    with _figure.drawing():
        looks = _palette.looks(route.corridors for route in compared.routes)
        return draw_bars(compared, looks, figsize, dpi)


@suggest_arguments
def distribution(
    sim: "Simulation", *, figsize: Size = SPREAD_SIZE, dpi: float = _figure.DPI
) -> "Figure":
    """Draw how many simulated shipments arrive on each day, and how many have arrived by then.

    Parameters
    ----------
    sim
        What `simulate` gave.
    figsize, dpi
        As for `time_distance`.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    >>> import corridor as co
    >>> sim = co.simulate(co.load_network(), "Aktau > Baku", seed=7)
    >>> len(co.chart.distribution(sim).axes)
    2
    """
    with _figure.drawing():
        look = _palette.looks([sim.route.corridors])[0]
        return draw_spread(sim, look, figsize, dpi)


@suggest_arguments
def route_map(
    net: "Network",
    routes: "Route | Iterable[Route] | WeakPoints | Throughput | None" = None,
    *,
    scenario: "Scenario | None" = None,
    figsize: Size = MAP_SIZE,
    dpi: float = _figure.DPI,
) -> "Figure":
    """Draw routes, or a study of them, on a map that works offline; the oceans in an inset.

    Routes that share track run side by side.

    Parameters
    ----------
    net
        The network that the routes were found in.
    routes
        A route, several, or what `criticality` or `capacity` gave; without them the map is that of
        the whole network.
    scenario
        Draws what it closes and changes, and the routes with and without it.
    figsize, dpi
        As for `time_distance`.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    Raises
    ------
    QuantityError
        When there is no route, or one leaves Eurasia, for which the map is made.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> figure = co.chart.route_map(net, co.find_route(net, "Aktau", "Baku"))
    >>> figure.texts[0].get_text()
    'Aktau – Baku by the Middle Corridor: typically 1.0 days, 0.0 of them dwell and waiting'
    """
    with _figure.drawing():
        return draw_map(net, content_of(net, routes, scenario), figsize, dpi)


@suggest_arguments
def evidence(
    ledger: "Ledger", *, figsize: Size = EVIDENCE_SIZE, dpi: float = _figure.DPI
) -> "Figure":
    """Draw every reported time against what the network gives, one panel for each level.

    Parameters
    ----------
    ledger
        What `corridor.evidence` gave.
    figsize, dpi
        As for `time_distance`.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    >>> import corridor as co
    >>> ledger = co.evidence(co.load_network(), corridor="middle")
    >>> len(co.chart.evidence(ledger).axes)
    3
    """
    with _figure.drawing():
        return draw_evidence(ledger, _palette.looks([("middle",)])[0], figsize, dpi)


@suggest_arguments
def weak_points(
    found: "WeakPoints", *, figsize: Size | None = None, dpi: float = _figure.DPI
) -> "Figure":
    """Draw what the best routes rest on as bars: the days that are lost without it.

    Parameters
    ----------
    found
        What `criticality` gave.
    figsize, dpi
        As for `time_distance`.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    >>> import corridor as co
    >>> found = co.criticality(co.load_network(), ["Aktau > Baku"], kinds=["legs"])
    >>> co.chart.weak_points(found).texts[0].get_text()[:20]
    'Without Aktau > Alat'
    """
    with _figure.drawing():
        return draw_critical_elements(found, figsize, dpi)


@suggest_arguments
def trade_offs(
    front: "Front", *, figsize: Size | None = None, dpi: float = _figure.DPI
) -> "Figure":
    """Draw the routes that no other beats as points: one objective against another.

    Parameters
    ----------
    front
        What `find_pareto_routes` gave; its first two objectives are the axes. Routes that are not
        priced as a whole are hollow, where what is priced puts them, with an arrow to what comes on
        top.
    figsize, dpi
        As for `time_distance`.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> front = co.find_pareto_routes(net, "Xi'an", "Baku", by=("transit_time", "distance"))
    >>> co.chart.trade_offs(front).texts[0].get_text()[:12]
    "Xi'an > Baku"
    """
    with _figure.drawing():
        looks = _palette.looks(route.corridors for route in front.shown)
        return draw_front(front, looks, figsize, dpi)


@suggest_arguments
def picture(figure: "Figure", form: Form) -> bytes:
    """Return a figure as the bytes of a file; the same figure gives the same bytes.

    Parameters
    ----------
    figure
        One that this module drew.
    form
        png, of 256 colours, or svg, with text as text.

    Returns
    -------
    bytes
        What the file holds.

    Raises
    ------
    QuantityError
        When the form is neither.
    """
    if form not in FORMS:
        raise QuantityError(f"{quote(form)} is no form of picture; choose png or svg")
    return _figure.picture(figure, form)


@suggest_arguments
def save(figure: "Figure", path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """Write a figure to a file whose name ends in .png or .svg, whole or not at all.

    Parameters
    ----------
    figure
        One that this module drew.
    path
        Where it goes.
    overwrite
        Whether an existing file may be replaced.

    Raises
    ------
    QuantityError
        When the name ends in something else.
    FileExistsError
        When the file is there and may not be replaced.
    OSError
        When it cannot be written.
    """
    write_atomically(path, _figure.picture(figure, form_of(path)), overwrite=overwrite)


def form_of(path: str | os.PathLike[str]) -> Form:
    """Return the form of picture that the name of a file asks for."""
    ending = Path(path).suffix.casefold().removeprefix(".")
    for form in FORMS:
        if ending == form:
            return form
    raise QuantityError(f"{quote(os.fspath(path))} does not end in .png or .svg")
