"""Say where to put the next dollar on the Middle Corridor: what holds the whole down.

Capacity by capacity is widened where it binds, and the answer is asked again: a ladder of
bottlenecks. Costs are not on file, so what a step is worth is said in TEU, not in dollars.
"""

import corridor as co

STEPS = 4


def main() -> None:
    """Print the largest flow, then what binds after each bottleneck is fixed."""
    net = co.load_network()
    found = co.capacity(net, "Xi'an", "Türkiye", corridor="middle")
    print(found)

    print("\n\nIf what binds were widened, step by step (by the Kazakh ports, not Turkmenbashi)")
    way = co.Avoid(nodes={"turkmenbashi"})
    for step in range(1, STEPS + 1):
        found = co.capacity(net, "Xi'an", "Türkiye", corridor="middle", avoid=way)
        if found.teu is None:
            print(f"  {step}. nothing that is known binds any more")
            break
        names = ", ".join(item.label for item in found.cut)
        print(f"  {step}. {found.teu:>7,} TEU a year, bound by {names}")
        for item in found.cut:
            wider = co.Scenario("wider").capacity(
                item.id,
                containers=f"{10 * item.teu} TEU/year",
                rule="ten times as much, to see what binds next",
            )
            net = wider.apply(net)

    print("\nWhat is not known: a figure for any of these may show another bottleneck")
    print(f"  {', '.join(found.unknown[:6])}, ...")


if __name__ == "__main__":
    main()
