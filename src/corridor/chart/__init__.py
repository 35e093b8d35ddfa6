"""Pictures of routes: figures are returned, nothing is shown or saved unasked.

They need matplotlib, which comes with the extra ``plot``.
"""

from corridor.chart.charts import (
    comparison,
    distribution,
    evidence,
    picture,
    route_map,
    save,
    time_distance,
    trade_offs,
    weak_points,
)
from corridor.chart.price_charts import prices

__all__ = [
    "comparison",
    "distribution",
    "evidence",
    "picture",
    "prices",
    "route_map",
    "save",
    "time_distance",
    "trade_offs",
    "weak_points",
]
