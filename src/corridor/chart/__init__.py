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

__all__ = [
    "comparison",
    "distribution",
    "evidence",
    "picture",
    "route_map",
    "save",
    "time_distance",
    "trade_offs",
    "weak_points",
]
