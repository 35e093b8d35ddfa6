"""The explorer: an app of marimo that calls the public functions alone; `corridor explore` runs it.

Each function below is a cell: it runs when what it takes changes, and gives what it returns.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="full", app_title="Corridor explorer")

with app.setup:
    from typing import Any

    import marimo as mo

    import corridor as co


@app.cell
def start() -> tuple[Any, ...]:
    """Read the network and what can be chosen."""
    net = co.load_network()
    names = sorted({thing.name for held in (net.regions, net.places) for thing in held.values()})
    towns = sorted({node.short for node in net.nodes.values() if node.kind != "waypoint"})
    listed = list(dict.fromkeys([*names, *towns]))
    corridors = {"any": None} | {item.name: item.id for item in net.corridors.values()}
    scenarios = [
        "none", "belarus-border-closed", "btk-under-modernisation", "caspian-storm",
        "china-kyrgyzstan-uzbekistan", "congestion-2022", "red-sea-closed", "red-sea-reopened",
        "southern-armenia",
    ]  # fmt: skip
    return net, listed, corridors, scenarios


@app.cell
def choices(listed: Any, corridors: Any, scenarios: Any) -> tuple[Any, ...]:
    """Show what can be chosen."""
    origin = mo.ui.dropdown(listed, value="Xi'an", label="From", searchable=True)
    destination = mo.ui.dropdown(listed, value="Istanbul", label="To", searchable=True)
    corridor = mo.ui.dropdown(corridors, value="Middle Corridor", label="Corridor")
    scenario = mo.ui.dropdown(scenarios, value="none", label="Scenario")
    day = mo.ui.text(label="Departure", placeholder="2027-03-01 or empty")
    box = mo.ui.dropdown(["none", "20ft", "40ft", "40hc"], value="none", label="Container")
    mo.vstack(
        [
            mo.md("# Corridor explorer"),
            mo.hstack(
                [origin, destination, corridor, scenario, day, box], wrap=True, justify="start"
            ),
        ]
    )
    return origin, destination, corridor, scenario, day, box


@app.cell
def question(
    net: Any,
    origin: Any, destination: Any, corridor: Any, scenario: Any, day: Any, box: Any,
) -> tuple[Any, ...]:  # fmt: skip
    """Find the route before anything is moved; say what is wrong where there is none."""
    asked = {"corridor": corridor.value, "depart": day.value.strip() or None}
    if box.value != "none":
        asked["shipment"] = co.Shipment(equipment=box.value)
    try:
        named = scenario.value
        changed = net if named == "none" else co.load_scenario(named).apply(net)
        first = co.find_route(changed, origin.value, destination.value, **asked)
    except co.CorridorError as error:
        mo.stop(predicate=True, output=mo.callout(mo.plain_text(str(error)), kind="warn"))
    return asked, changed, first


@app.cell
def stops(first: Any) -> tuple[Any, ...]:
    """Show a slider for each dwell and wait on the way, in hours at the typical level."""
    rows = [row for row in co.to_records(first) if row["element"] in {"dwell", "waiting"}]
    rows = [row for row in rows if row["typical_h"]]
    sliders = mo.ui.array(
        [
            mo.ui.slider(
                0,
                max(24, round(2 * row["high_h"])),
                step=1,
                value=round(row["typical_h"]),
                label=f"{row['place']}: {row['event']}",
                show_value=True,
                debounce=True,
            )
            for row in rows
        ]
    )
    mo.accordion(
        {
            "Dwell and waiting on the way, hours": mo.hstack(
                list(sliders), wrap=True, justify="start"
            )
        }
    )
    return rows, sliders


@app.cell
def answer(
    asked: Any, changed: Any, first: Any, rows: Any, sliders: Any, origin: Any, destination: Any,
) -> tuple[Any, ...]:  # fmt: skip
    """Find the route with what was moved, and simulate it."""
    moved = {
        (row["element"], row["id"]): hours
        for row, hours in zip(rows, sliders.value, strict=True)
        if hours != round(row["typical_h"])
    }
    table = [
        {
            "element": row["element"],
            "id": row["id"],
            "place": row["place"],
            "event": row["event"],
            "typical (h)": moved.get((row["element"], row["id"]), row["typical_h"]),
        }
        for row in co.to_records(first)
        if row["element"] == "leg" or (row["element"], row["id"]) in moved
    ]
    try:
        seen = co.with_time_distance(changed, table) if moved else changed
        route = co.find_route(seen, origin.value, destination.value, **asked)
        sim = co.simulate(seen, route, seed=1, runs=2_000)
    except co.CorridorError as error:
        mo.stop(predicate=True, output=mo.callout(mo.plain_text(str(error)), kind="warn"))
    return moved, seen, route, sim


@app.cell
def finding(first: Any, moved: Any, route: Any, sim: Any) -> None:
    """Show the figures."""
    before = first.transit_time.typical.days
    after = route.transit_time.typical.days
    change = f"{after - before:+.1f} days" if moved else "as in the network"
    tiles = [
        mo.stat(f"{route.transit_time.low.days:.1f}", label="low, days", caption="as advertised"),
        mo.stat(f"{after:.1f}", label="typical, days", caption=change),
        mo.stat(f"{sim.percentile(0.9).days:.1f}", label="90 % arrive, days", caption="simulated"),
        mo.stat(f"{route.distance.km:,.0f}", label="km"),
    ]
    if route.cost:
        whole = "all parts" if route.cost.is_complete else "incomplete: no rate for some parts"
        tiles.append(mo.stat(str(route.cost.typical), label="cost", caption=whole))
    via = " > ".join(dict.fromkeys(stop.node.short for stop in route.transfers))
    mo.vstack([mo.hstack(tiles, wrap=True, justify="start"), mo.md(f"**Via** {via}")])


@app.cell
def pictures(seen: Any, route: Any, sim: Any) -> None:
    """Show the chart, the map and the arrivals."""

    def shown(draw: Any) -> Any:
        try:
            data = co.chart.picture(draw(), "svg").decode()
        except co.CorridorError as error:
            return mo.callout(mo.plain_text(str(error)), kind="warn")
        picture = data[data.index("<svg") :].replace("<svg", '<svg style="background:#fff"', 1)
        return mo.Html(f'<div style="max-width:60rem">{picture}</div>')

    mo.ui.tabs(
        {
            "Time against distance": shown(lambda: co.chart.time_distance(seen, route)),
            "Map": shown(lambda: co.chart.route_map(seen, route)),
            "Arrivals": shown(lambda: co.chart.distribution(sim)),
            "Text": mo.plain_text(str(route)),
        }
    )


if __name__ == "__main__":
    app.run()
