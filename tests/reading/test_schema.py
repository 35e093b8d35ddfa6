"""The published format: never stale, and an independent validator reads it as loading does."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import corridor as co
from corridor.errors import CODES
from corridor.reading import schema

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
BAD = ROOT / "tests" / "bad"
SCHEMA = schema.json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
#: Codes of faults that lie in one field and its place, which a schema can see.
STRUCTURAL = {
    "missing_unit",
    "missing_value",
    "not_a_boolean",
    "not_a_carriage",
    "not_a_country",
    "not_a_date",
    "not_a_mapping",
    "not_a_number",
    "not_a_quantity",
    "not_a_web_address",
    "not_an_id",
    "surrounding_space",
    "unknown_field",
    "unknown_gauge",
    "unknown_unit",
    "unknown_value",
    "wrong_dimension",
    "wrong_shape",
}


def texts_of(path: Path) -> Any:
    """Read a file as another reader of YAML does, every value as a text."""
    return yaml.load(path.read_bytes(), yaml.BaseLoader)  # noqa: S506 - it makes texts only


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("name", "made", "command"),
    [
        ("network.schema.json", json.dumps(SCHEMA, indent=1) + "\n", "corridor schema"),
        ("SCHEMA.md", schema.markdown(), "corridor schema --markdown"),
    ],
)
def test_the_published_format_is_not_stale(name: str, made: str, command: str) -> None:
    published = (DATA / name).read_text(encoding="utf-8")
    assert published == made, f"write it anew: {command} > data/{name}"


def test_the_bundled_file_names_its_schema_and_is_accepted() -> None:
    path = DATA / "network.yaml"
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=network.schema.json"
    assert not list(VALIDATOR.iter_errors(texts_of(path)))


def test_what_editors_type_is_accepted_too() -> None:
    """They read 43.6 as a number, 2024 as a whole number, true as a boolean, nothing as null."""
    tree = texts_of(BAD / "conflicting_definition.base.yaml")
    tree["format"] = 1
    tree["sources"]["atlas"] |= {"date": 2020, "background": False, "note": None}
    tree["nodes"]["aktau"]["location"] |= {"lat": 43.6, "lon": 51}
    tree["nodes"]["aktau"] |= {"dwell": None, "label": 5}
    VALIDATOR.validate(tree)


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(BAD.glob("*.yaml")) if path.stem.partition("--")[0] in STRUCTURAL],
    ids=lambda path: path.stem,
)
def test_structural_faults_are_rejected(path: Path) -> None:
    assert not VALIDATOR.is_valid(texts_of(path))


def test_an_overlay_may_leave_everything_out() -> None:
    VALIDATOR.validate({"extends": "bundled"})
    assert not VALIDATOR.is_valid({"name": "Test"})


def test_the_example_of_the_document_is_without_fault() -> None:
    assert co.load_network(schema.EXAMPLE.read_bytes(), strict=True).notices == ()


def test_the_document_has_every_code_in_a_fresh_process_too() -> None:
    """Codes are known once their modules are read, and nothing else may have read them."""
    code = "from corridor.reading import schema; print(schema.markdown(), end='')"
    command = [sys.executable, "-X", "utf8", "-c", code]
    printed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    assert printed == (DATA / "SCHEMA.md").read_text(encoding="utf-8")


def test_every_code_and_every_field_is_documented() -> None:
    text = schema.markdown()
    for name in CODES:
        assert f"| `{name}` |" in text
    for definition in (SCHEMA, *SCHEMA["$defs"].values()):
        for name in definition["properties"]:
            assert re.search(rf"`{name}`|{name}:", text), name
