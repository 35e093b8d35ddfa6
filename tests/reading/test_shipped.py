"""What an installed library comes with changes how soon an answer comes, and nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import corridor as co
from corridor import cache
from corridor import files as _files
from corridor.network.network import digest_of
from corridor.reading import cached, reader
from support.bundled import bundled_network

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = _files.bundled_path()
READ = [(str(BUNDLED), BUNDLED.read_bytes())]
#: The library's own modules behind `corridor compare`: a start waits for each of them.
MOST_MODULES = 90
#: What a comparison without dates, prices, scenarios and charts has no use for.
UNNEEDED = (
    "corridor.calibration",
    "corridor.chart",
    "corridor.formats",
    "corridor.reading.checks",
    "corridor.report",
    "corridor.routes.costs.",
    "corridor.routing.costs",
    "corridor.routing.graph.clock",
    "corridor.routing.why_no_route",
    "corridor.scenarios",
    "corridor.simulation.sampling",
)
COMPARE = """
import sys
from corridor.cli.main import main
code = main(["compare"])
print(*sys.modules)
print(code)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of what the build writes."""
    folder = tmp_path_factory.mktemp("quick")
    subprocess.run([sys.executable, ROOT / "scripts" / "ship.py", folder], check=True)
    return folder


@pytest.fixture
def shipped(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of it that the library uses, without the user's cache."""
    monkeypatch.setenv("CORRIDOR_CACHE", "off")
    folder = tmp_path / "quick"
    shutil.copytree(made, folder)
    monkeypatch.setattr(cache, "SHIPPED", folder)
    return folder


def test_the_shipped_network_is_the_network_itself(shipped: Path) -> None:
    known = cached.recall(READ)
    assert known is not None
    net = co.load_network()
    shutil.rmtree(shipped)
    assert cached.recall(READ) is None
    fresh = co.load_network()
    assert known.file == net.file == fresh.file
    assert known.notices == fresh.notices
    assert {notice.where.file for notice in known.notices} == {str(BUNDLED)}
    assert known.digest == fresh.digest == digest_of(fresh.file)


def test_another_file_of_the_same_bytes_is_read_itself(shipped: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(BUNDLED.read_bytes())
    assert cached.recall([(str(mine), mine.read_bytes())]) is None
    assert cached.recall([*READ, ("more.yaml", b"format: 1\n")]) is None


def test_bytes_that_differ_are_read_anew(shipped: Path) -> None:
    assert cached.recall([(str(BUNDLED), BUNDLED.read_bytes() + b"\n")]) is None


def test_another_state_of_the_source_is_not_trusted(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = cache._own_source
    for changed in ("network/model.py", "reading/checks/__init__.py"):
        monkeypatch.setattr(
            cache, "_own_source", lambda name, changed=changed: own(name) + bytes(name == changed)
        )
        assert cached.recall(READ) is None
    monkeypatch.setattr(
        cache, "_own_source", lambda name: own(name) + bytes(name == "simulation/sampling.py")
    )
    assert cached.recall(READ) is not None
    assert cache.recall_shipped("numbers") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"corridor 2 cache entry\n", b"{}", b"\xff\xfe\x00"])
def test_a_damaged_entry_is_not_used(shipped: Path, damage: bytes) -> None:
    (shipped / "network.json").write_bytes(damage)
    assert cached.recall(READ) is None


def test_any_changed_byte_is_noticed(shipped: Path) -> None:
    entry = shipped / "network.json"
    whole = entry.read_bytes()
    for position in range(0, len(whole), len(whole) // 20):
        changed = bytearray(whole)
        changed[position] ^= 1
        entry.write_bytes(bytes(changed))
        assert cached.recall(READ) is None


def test_the_shipped_figures_are_those_that_are_simulated(shipped: Path) -> None:
    numbers = cache.recall_shipped("numbers")
    assert numbers
    net = co.load_network()
    quick = co.compare(net, "China > Türkiye", corridor="middle")
    shutil.rmtree(shipped)
    assert cache.recall_shipped("numbers") is None
    again = co.compare(net, "China > Türkiye", corridor="middle")
    assert quick == again
    assert quick.rows[0].within in numbers.values()


def test_an_installed_library_compares_without_parser_validator_and_numpy(
    made: Path, tmp_path: Path
) -> None:
    """A copy of the package with what its wheel holds: the first answer needs none of them."""
    package = tmp_path / "corridor"
    shutil.copytree(
        ROOT / "src" / "corridor", package, ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(made, package / "data" / "quick")
    shutil.copy(BUNDLED, package / "data" / "network.yaml")
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "CORRIDOR_CACHE": "off"}
    done = subprocess.run(
        [sys.executable, "-c", COMPARE],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    *answer, names, code = done.stdout.splitlines()
    assert code == "0"
    loaded = set(names.split())
    assert not loaded & {"pydantic", "yaml", "numpy", "pint", "networkx", "html.parser"}
    assert not [name for name in loaded if name.startswith(UNNEEDED)]
    assert len([name for name in loaded if name.startswith("corridor")]) <= MOST_MODULES
    assert "\n".join(answer) == str(
        co.compare(
            co.load_network(),
            ("China > Türkiye", "China > Türkiye > Western Europe"),
            corridor="middle",
        )
    )


def test_what_is_shipped_holds_for_the_bundled_bytes_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is written as it is read; so are the figures found meanwhile."""
    net = bundled_network()
    monkeypatch.setattr(reader, "read_files", lambda _: (net.file, net.notices))
    monkeypatch.setattr(cache, "SHIPPED", tmp_path)
    monkeypatch.setenv("CORRIDOR_CACHE", "off")
    cached.ship(tmp_path)
    known = cached.recall(READ)
    assert known is not None
    assert (known.file, known.digest) == (net.file, net.digest)
    assert cached.recall([(READ[0][0], READ[0][1] + b"\n")]) is None
    with cache.noting_numbers() as numbers:
        cache.remember_number(["days", net.digest], 15)
    cache.remember_number(["days", "later"], 16)
    cache.ship(tmp_path, "numbers", dict(numbers))
    assert cache.recall_number(["days", net.digest]) == 15
    assert cache.recall_number(["days", "later"]) is None
