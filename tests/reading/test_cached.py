"""The cache changes the time of an answer, nothing else: whatever happens to it."""

import concurrent.futures
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import corridor as co
from corridor import cache
from corridor import files as _files
from corridor.cache import FOLDER
from corridor.network.network import digest_of
from corridor.reading import cached

BUNDLED = _files.bundled_path()
READ_BUNDLED = [(str(BUNDLED), BUNDLED.read_bytes())]
READ = """
import sys, corridor
print(corridor.load_network().digest, "pydantic" in sys.modules)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("CORRIDOR_CACHE", raising=False)
    return tmp_path / "corridor" / FOLDER / "networks"


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def read_in_another_process(folder: Path) -> tuple[str, bool]:
    environment = os.environ | {"XDG_CACHE_HOME": str(folder.parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", READ], env=environment, capture_output=True, text=True, check=True
    )
    digest, validated = done.stdout.split()
    return digest, validated == "True"


def test_a_second_reading_is_the_same_network_without_validation(folder: Path) -> None:
    first = co.load_network()
    assert len(entries(folder)) == 1
    second = co.load_network()
    assert second == first
    assert second.file == first.file
    assert second.digest == digest_of(second.file)
    assert read_in_another_process(folder) == (first.digest, False)
    route = co.find_route(second, "Xi'an", "Duisburg")
    assert route.full() == co.find_route(first, "Xi'an", "Duisburg").full()
    assert route == co.find_route(first, "Xi'an", "Duisburg")


def test_every_value_survives_in_type_and_value(folder: Path) -> None:
    first, second = co.load_network(), co.load_network()
    leg = second.legs["aktau--alat--ferry"]
    assert type(leg.transit_time.low) is co.Duration
    assert type(leg.distance.value) is co.Distance
    assert second.nodes["aktau"].dwell == first.nodes["aktau"].dwell
    assert hash(leg) == hash(first.legs["aktau--alat--ferry"])


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"x",
        b"\xff\xfe\x00",
        b"{}",
        b"0" * 64 + b"\n{}",
    ],
    ids=["empty", "short", "binary", "bare", "checksum"],
)
def test_a_damaged_entry_is_not_used(folder: Path, damage: bytes) -> None:
    digest = co.load_network().digest
    entry = entries(folder)[0]
    entry.write_bytes(damage)
    assert co.load_network().digest == digest
    assert entry.read_bytes() != damage


def test_any_changed_byte_is_noticed(folder: Path) -> None:
    co.load_network()
    entry = entries(folder)[0]
    whole = entry.read_bytes()
    for position in range(0, len(whole), len(whole) // 40):
        changed = bytearray(whole)
        changed[position] ^= 1
        entry.write_bytes(bytes(changed))
        assert cached.recall(READ_BUNDLED) is None


def test_a_well_formed_entry_of_another_form_is_not_used(folder: Path) -> None:
    co.load_network()
    entry = entries(folder)[0]
    for payload in (b"[]", b'{"file": {}, "digest": "x"}', b'{"file": {"legs": 1}, "digest": "x"}'):
        checksum = hashlib.sha256(payload).hexdigest().encode()
        entry.write_bytes(b"corridor 2 cache entry\n" + checksum + b"\n" + payload)
        assert cached.recall(READ_BUNDLED) is None


def test_a_changed_file_is_read_anew(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    text = BUNDLED.read_text(encoding="utf-8")
    mine.write_text(text, encoding="utf-8")
    before = co.load_network(mine)
    mine.write_text(text.replace("low: 22.1 h", "low: 23.1 h"), encoding="utf-8")
    after = co.load_network(mine)
    assert before != after
    assert len(entries(folder)) == 2


def test_another_state_of_the_library_makes_another_entry(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    co.load_network()
    monkeypatch.setattr(cached, "_own_state", lambda: b"another version")
    assert cached.recall(READ_BUNDLED) is None
    co.load_network()
    assert len(entries(folder)) == 2


def test_notices_are_kept_with_the_name_of_their_file(folder: Path, tmp_path: Path) -> None:
    text = BUNDLED.read_text(encoding="utf-8")
    wrong = text.replace("487 km, basis: estimated", "487 km, basis: reported", 1)
    first, other = tmp_path / "first.yaml", tmp_path / "other.yaml"
    for path in (first, other):
        path.write_text(wrong, encoding="utf-8")
    fresh = co.load_network(first)
    assert fresh.warnings
    assert co.load_network(first).notices == fresh.notices
    assert len(entries(folder)) == 1
    assert {notice.where.file for notice in co.load_network(other).notices} == {str(other)}
    with pytest.raises(co.NetworkError):
        co.load_network(first, strict=True)


def test_what_extends_the_bundled_network_is_kept_with_it(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: bundled\nplaces: {my-ports: {name: Mine, nodes: [poti]}}\n")
    first = co.load_network(mine)
    assert len(entries(folder)) == 1
    assert co.load_network(mine) == first
    assert co.load_network([mine]) == first != co.load_network()


def test_a_foreign_entry_is_not_used(folder: Path) -> None:
    co.load_network()
    assert cached.recall(READ_BUNDLED) is not None
    entries(folder)[0].chmod(0o666)
    assert cached.recall(READ_BUNDLED) is None
    entries(folder)[0].chmod(0o600)
    folder.chmod(0o777)
    assert cached.recall(READ_BUNDLED) is None


def test_where_nothing_can_be_written_the_answer_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = folder.parents[1]
    own.write_text("a file where the folder would be")
    digest = co.load_network().digest
    own.unlink()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert co.load_network().digest == digest
    assert entries(folder) == []


def test_an_interrupted_write_leaves_no_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        co.load_network()
    assert entries(folder) == []


def test_processes_at_once_agree(folder: Path) -> None:
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: read_in_another_process(folder)[0], range(4)))
    assert len(set(answers)) == 1
    assert len(entries(folder)) == 1


def test_switched_off_it_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRIDOR_CACHE", "off")
    co.load_network()
    assert not folder.exists()


def test_only_the_newest_entries_are_kept(folder: Path) -> None:
    co.load_network()
    whole = entries(folder)[0].read_bytes()
    for number in range(30):
        old = folder / f"{number:064x}.json"
        old.write_bytes(whole)
        os.utime(old, (number, number))
    cached.remember(READ_BUNDLED, cached.Known(co.load_network().file, (), "x"))
    assert len(entries(folder)) == cached.MOST_ENTRIES


def test_small_files_are_simply_read(folder: Path) -> None:
    read = [("small.yaml", b"format: 1\n")]
    known = cached.Known(co.load_network().file, (), "x")
    before = entries(folder)
    cached.remember(read, known)
    assert entries(folder) == before
    assert cached.recall(read) is None


def test_nothing_is_removed_that_the_cache_did_not_write(folder: Path) -> None:
    """A user's own files, of any name, and links stay where they are when entries are pruned."""
    co.load_network()
    whole = entries(folder)[0].read_bytes()
    outside = folder.parents[2] / "precious.json"
    outside.write_bytes(whole)
    kept = {folder / "study.json": b"{}", folder / f"{1:064x}.json": b"not ours", outside: whole}
    for number, (path, data) in enumerate(kept.items()):
        path.write_bytes(data)
        os.utime(path, (number, number))
    link = folder / f"{2:064x}.json"
    link.symlink_to(outside)
    for number in range(30):
        (folder / f"{number + 10:064x}.json").write_bytes(whole)
    cached.remember(READ_BUNDLED, cached.Known(co.load_network().file, (), "x"))
    assert {path: path.read_bytes() for path in kept} == kept
    assert link.is_symlink()
    assert len(entries(folder)) == cached.MOST_ENTRIES + 3


def test_files_beside_the_cache_are_not_touched(folder: Path) -> None:
    own = folder.parents[1]
    own.mkdir()
    for number in range(30):
        (own / f"study{number}.json").write_text("{}")
    co.load_network()
    assert len(list(own.glob("study*.json"))) == 30


@pytest.mark.parametrize("level", [0, 1, 2])
def test_no_link_is_followed_when_writing(folder: Path, tmp_path: Path, level: int) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    linked = (folder, *folder.parents)[level]
    linked.parent.mkdir(parents=True, exist_ok=True)
    linked.symlink_to(elsewhere)
    assert co.load_network().version
    assert list(elsewhere.rglob("*")) == []


def test_the_cache_is_in_the_home_of_who_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORRIDOR_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for platform, place in (("linux", ".cache"), ("darwin", "Library/Caches")):
        monkeypatch.setattr(sys, "platform", platform)
        assert cache._home() == tmp_path / place

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert cache._home() is None


def test_where_files_have_no_owners_what_is_there_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "getuid")
    entry = tmp_path / "entry"
    assert not cache._is_ours(entry)
    entry.touch(mode=0o666)
    assert cache._is_ours(entry)


def test_compiled_files_are_no_source(tmp_path: Path) -> None:
    for name in ("a.py", "b.json", "c.txt", "__pycache__/d.py", "e/f.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = [Path(entry.path) for entry in cache._own_files(str(tmp_path))]
    assert {path.relative_to(tmp_path).as_posix() for path in found} == {
        "a.py",
        "b.json",
        "e/f.py",
    }
