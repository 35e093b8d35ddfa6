"""Draw the route from Xi'an to Istanbul, the corridors beside it, a map; and put all in one file.

Run it with the name of a folder to keep what it draws: python examples/draw_and_report.py pictures
"""

import sys
import tempfile
from pathlib import Path

import corridor as co

net = co.load_network()
route = co.find_route(net, "Xi'an", "Istanbul", corridor="middle")
four = [
    co.find_route(net, "Xi'an", "Duisburg", corridor=name)
    for name in ("northern", "middle", "suez", "cape")
]

figures = {
    "one-route.png": co.chart.time_distance(net, route),
    "four-routes.svg": co.chart.time_distance(net, four),
    "corridors.png": co.chart.comparison(co.compare_corridors(net, "Xi'an", "Duisburg")),
    "arrivals.png": co.chart.distribution(co.simulate(net, route, seed=7)),
    "evidence.png": co.chart.evidence(co.evidence(net)),
    "map.png": co.chart.route_map(net, four),
}

with tempfile.TemporaryDirectory() as scratch:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch)
    folder.mkdir(parents=True, exist_ok=True)
    for name, figure in figures.items():
        co.chart.save(figure, folder / name, overwrite=True)
        print(f"{name:14} {figure.texts[0].get_text()}")
    co.write_report(net, route, folder / "report.html", overwrite=True)
    print(f"{'report.html':14} the same in one file, with every source")
