"""The corpus of bad files: each notice code has one, and its whole message is written out.

`tests/bad/<code>--<what>.yaml` begins with `# expect <code> <line>:<column>`; what is said of it
stands in `<code>--<what>.txt`. Where there is a `.base.yaml` both are loaded together. After a
change of wording, `.venv/bin/python tests/reading/test_bad.py` writes the messages anew: read them.
"""

import os
import re
from pathlib import Path

import pytest
import yaml

import corridor as co
from corridor.errors import CODES, render
from corridor.reading.checks import facts as _facts
from corridor.reading.checks import run as checks

BAD = Path(__file__).parents[1] / "bad"
BASE = ".base"
FILES = sorted(path for path in BAD.glob("*.yaml") if not path.stem.endswith(BASE))
EXPECTED = re.compile(r"# expect (\w+) (\d+:\d+)")
#: Files of 4 MB and of very many values are not kept; `test_door` makes such.
WITHOUT_FILE = {
    "file_too_large",
    "left_out",
    "other_format",
    "too_many_values",
    "too_many_problems",
}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def expected(path: Path) -> tuple[str, str]:
    """Read the first comment."""
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "latin-1"
    found = EXPECTED.match(data.decode(encoding))
    assert found, path
    return found[1], found[2]


def said_of(path: Path) -> tuple[co.Notice, ...]:
    """Load a file, as its folder sees it, and return what is said of it."""
    base = path.with_name(f"{path.stem}{BASE}.yaml")
    names = [path.name, base.name] if base.exists() else [path.name]
    here = Path.cwd()
    os.chdir(BAD)
    try:
        return co.load_network(names).notices
    except co.NetworkError as error:
        return error.notices
    finally:
        os.chdir(here)


@each_file
def test_a_bad_file_gets_its_message(path: Path) -> None:
    code, place = expected(path)
    notices = said_of(path)
    first = next(notice for notice in notices if notice.code == code)
    assert f"{first.where.line}:{first.where.column}" == place
    assert render(notices) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert code == path.stem.partition("--")[0]


@each_file
def test_a_message_says_what_to_do(path: Path) -> None:
    for notice in said_of(path):
        assert notice.found
        assert notice.expected
        assert notice.mend
        assert str(notice).isprintable() or "\n" in str(notice)


@each_file
def test_both_parsers_say_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its C part the parser finds the same; of a syntax error at least the kind."""
    with_c = said_of(path)
    monkeypatch.delattr(yaml, "CSafeLoader")
    without = said_of(path)
    if with_c[0].code == "yaml_syntax":
        assert [notice.code for notice in without] == ["yaml_syntax"]
    else:
        assert without == with_c


def test_there_is_a_file_for_every_code_and_no_other() -> None:
    tried = {expected(path)[0] for path in FILES}
    assert tried | WITHOUT_FILE == set(CODES)
    assert len(FILES) >= 55
    messages = {path.stem for path in BAD.glob("*.txt")}
    assert messages == {path.stem for path in FILES}


def test_every_code_is_explained() -> None:
    for name, code in CODES.items():
        assert code.meaning.endswith("."), name
        assert "\n" not in code.meaning, name


def test_every_room_of_checks_is_run() -> None:
    folder = Path(checks.__file__).parent
    every = {path.stem for path in (*folder.glob("*.py"), *folder.glob("*/*.py"))}
    modules = every - {"__init__", "facts", "run"}
    assert {room.__name__.rpartition(".")[2] for room in checks.MODULES} == modules
    named = {check.__name__ for check in (*_facts.CHECKS, *_facts.WHOLE)}
    assert named <= set(CODES)


def test_a_python_tag_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(co.NetworkError, match="tag_forbidden"):
        co.load_network(BAD / "tag_forbidden--python.yaml")
    assert not (tmp_path / "canary").exists()


def test_what_the_bad_files_start_from_is_good() -> None:
    """Without the fault there is nothing to say, even strictly."""
    assert co.load_network(BAD / "conflicting_definition.base.yaml", strict=True).notices == ()


def test_strictness_turns_warnings_into_errors_and_leaves_remarks() -> None:
    for path in FILES:
        severity = CODES[expected(path)[0]].severity
        if severity == co.Severity.WARNING:
            with pytest.raises(co.NetworkError) as caught:
                co.load_network(path, strict=True)
            assert {notice.severity for notice in caught.value.notices} == {co.Severity.ERROR}
        elif severity == co.Severity.INFO:
            assert co.load_network(path, strict=True).notices


if __name__ == "__main__":
    for each in FILES:
        each.with_suffix(".txt").write_text(render(said_of(each)) + "\n", encoding="utf-8")
