"""Write what an installed library comes with: its network, validated, and some simulated figures.

Run it as scripts/ship.py FOLDER; the build of the wheel does (hatch_build.py). An answer from these
files is the answer that the library would find itself, and comes sooner.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write the files into the folder that is named."""
    (name,) = sys.argv[1:]
    folder = Path(name)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["CORRIDOR_CACHE"] = "off"
    sys.path.insert(0, str(ROOT / "src"))
    import corridor as co
    from corridor import cache
    from corridor.reading import cached

    cached.ship(folder)  # first: each entry holds as long as what is loaded by then is the same
    from corridor.cli.routes import HEADLINE, HEADLINE_CORRIDOR

    net = co.load_network()
    with cache.noting_numbers() as numbers:
        for corridor in (None, HEADLINE_CORRIDOR):
            co.compare(net, HEADLINE, corridor=corridor)
        co.compare_corridors(net, *HEADLINE[0].split(" > "))
    cache.ship(folder, "numbers", dict(numbers))


if __name__ == "__main__":
    main()
