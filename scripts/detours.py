"""Check that every detour among the best routes is one that data/detours.json accepts."""

import sys

import corridor as co
from corridor.analysis.detours import check_detours, read_exemptions
from corridor.files import bundled_path, detours_path


def main() -> int:
    """Print what is found; return 1 for a new detour, or an exception that none needs."""
    found = check_detours(co.load_network(bundled_path()), read_exemptions(detours_path()))
    sys.stdout.write(f"{found}\n")
    return int(bool(found.new or found.unused))


if __name__ == "__main__":
    sys.exit(main())
