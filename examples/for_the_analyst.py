"""Hand a route to an analyst: an Excel sheet, a map layer, a graph, and CAREC's indicators."""

import tempfile
from pathlib import Path

import corridor as co

net = co.load_network()
route = co.find_route(net, "Xi'an", "Istanbul", corridor="middle")

# The sheet of time/cost-distance studies: a row for each leg and stop, the chart, the sources.
with tempfile.TemporaryDirectory() as folder:
    for name in ("route.xlsx", "route.geojson", "route.csv"):
        path = co.export(route, Path(folder) / name)
        print(f"wrote {path.name}")

# The same rows as plain records: where does the box wait longest?
stops = [row for row in co.to_records(route) if row["element"] != "leg"]
for row in sorted(stops, key=lambda row: -row["typical_h"])[:3]:
    print(f"{row['place']:<12} {row['event']:<16} {row['typical_h']:6.1f} h  {row['basis']}")

# The network of the day as a graph of places: what leaves Aktau by rail?
graph = co.to_networkx(net)
rails = [key for *_, key, mode in graph.edges("aktau", keys=True, data="mode") if mode == "rail"]
print(f"from Aktau by rail: {', '.join(rails)}")

# As CAREC's corridor monitoring measures it, against the network of 2016.
then = co.find_route(co.as_of(net, "2016-06"), "Xi'an", "Istanbul", corridor="middle")
found = co.measure_indicators(route, versus=then)
print()
print(str(found).partition("\n\nway")[0])  # then follow the borders, definitions and sources
