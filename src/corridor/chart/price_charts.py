"""Pictures of prices over time."""

from typing import TYPE_CHECKING

from corridor.chart.canvas import figure as _figure
from corridor.chart.kinds.price_lines import draw_prices
from corridor.signatures import suggest_arguments

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.price_list import Prices


@suggest_arguments
def prices(
    found: "Prices",
    *,
    figsize: tuple[float, float] | None = None,
    dpi: float = _figure.DPI,
) -> "Figure":
    """Draw the prices on file for a route as steps over the years, one line for each section.

    Parameters
    ----------
    found
        What `corridor.prices` gave; drawn are prices of a box for sections and legs.
    figsize, dpi
        As for `time_distance`.

    Returns
    -------
    Figure
        A matplotlib figure that belongs to no window.

    Raises
    ------
    QuantityError
        When there is no such price.

    >>> import corridor as co
    >>> found = co.prices(co.load_network(), "Shanghai > Rotterdam")
    >>> co.chart.prices(found).texts[0].get_text()[:20]
    'Shanghai > Rotterdam'
    """
    with _figure.drawing():
        return draw_prices(found, figsize, dpi)
