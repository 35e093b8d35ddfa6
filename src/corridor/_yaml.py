"""Bytes to a tree of texts that knows the line and column of everything in it.

The YAML library types nothing here: every leaf stays the text that was written, so that ``NO`` is
Norway and ``12:30`` is refused instead of becoming 750. One pass over the parser's events; anchors,
tags and depth are refused before anything is built from them. Only this room imports the parser.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from corridor.errors import Finding, Severity, Step, Wording, code, quote

LARGEST_FILE = 4_000_000
DEEPEST = 24
MOST_NODES = 500_000
LONGEST_TEXT = 4_000

_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    "|\r(?!\n)"
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Mark(NamedTuple):
    """Hold line and column, from 1, of a key and of its value."""

    key_line: int
    key_column: int
    line: int
    column: int


@dataclass(slots=True)
class Tree:
    """Hold the texts of a file, where each stands, and what is wrong with its YAML."""

    root: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    nothings: list[tuple[Step, ...]] = field(default_factory=list)
    marks: dict[int, dict[Step, Mark]] = field(default_factory=dict)

    def mark(self, path: tuple[Step, ...]) -> tuple[Mark, int]:
        """Return the mark of a path, and how many of its steps the file really has."""
        here: Any = self.root
        best, depth = Mark(1, 1, 1, 1), 0
        for number, step in enumerate(path, 1):
            mark = self.marks.get(id(here), {}).get(step)
            if mark is None:
                break
            best, depth = mark, number
            here = here.get(step) if isinstance(here, dict) else here[int(step)]
        return best, depth


@code(Severity.ERROR)
def not_utf8(data: bytes, error: UnicodeDecodeError) -> Wording:
    """The file is not UTF-8 text."""
    return Wording(
        f"the byte 0x{data[error.start]:02x} at position {error.start}",
        "UTF-8 text",
        "save the file as UTF-8 in your editor",
    )


@code(Severity.ERROR)
def forbidden_character(character: str) -> Wording:
    """A tab, control, direction or zero-width character stands in the file."""
    name = "a tab" if character == "\t" else f"U+{ord(character):04X}"
    return Wording(
        name,
        "text without tabs, control, direction or zero-width characters",
        "write spaces instead" if character == "\t" else "delete the character",
    )


@code(Severity.ERROR)
def file_too_large(size: int) -> Wording:
    """The file is larger than 4 MB."""
    return Wording(f"{size:,} bytes", f"at most {LARGEST_FILE:,} bytes", "split the network")


@code(Severity.ERROR)
def yaml_syntax(problem: str) -> Wording:
    """The text is not YAML."""
    return Wording(
        problem, "YAML: keys, a colon and a space, values", "close what is open; quote free text"
    )


@code(Severity.ERROR)
def empty_file() -> Wording:
    """The file holds nothing."""
    return Wording("nothing", "a mapping with nodes and legs", "start from the bundled network")


@code(Severity.ERROR)
def not_a_mapping(what: str) -> Wording:
    """Something other than ``key: value`` lines stands at the top of the file."""
    return Wording(what, "key: value lines at the top of the file", "begin with format: 1")


@code(Severity.ERROR)
def several_documents() -> Wording:
    """A second YAML document follows the first."""
    return Wording("a second document", "one document in a file", "remove the line ---")


@code(Severity.ERROR)
def alias_forbidden(name: str) -> Wording:
    """An anchor or alias is used."""
    return Wording(f"the anchor or alias {name}", "values written out", "repeat the value itself")


@code(Severity.ERROR)
def tag_forbidden(tag: str) -> Wording:
    """A YAML tag is used."""
    return Wording(f"the tag {tag}", "values without tags", "remove the tag; fields have types")


@code(Severity.ERROR)
def too_deep() -> Wording:
    """Mappings or lists are nested deeper than 24 levels, or the file has too many values."""
    return Wording(
        "too many levels or values", f"at most {DEEPEST} levels, {MOST_NODES:,} values", "flatten"
    )


@code(Severity.ERROR)
def text_too_long(length: int) -> Wording:
    """A text is longer than 4,000 characters."""
    return Wording(f"{length:,} characters", f"at most {LONGEST_TEXT:,}", "shorten the text")


@code(Severity.ERROR)
def key_not_text() -> Wording:
    """A key is a list, a mapping or empty."""
    return Wording("a key that is not text", "a word before the colon", "write key: value")


@code(Severity.ERROR)
def duplicate_key(key: str) -> Wording:
    """One key stands twice in a mapping; since ids are keys, this is also a duplicate id."""
    return Wording(f"{quote(key)} a second time", "each key and id once", "rename or remove one")


class _FatalError(Exception):
    """End the reading at a problem that leaves nothing to go on with."""

    def __init__(self, line: int, column: int, name: str, wording: Wording) -> None:
        super().__init__(name)
        self.finding = Finding(name, (), wording, (line, column))


def read_tree(data: bytes) -> Tree:
    """Read bytes into a tree of texts with marks; problems are in `.findings`, never raised."""
    tree = Tree()
    try:
        text = _decode(data)
        tree.lines = text.splitlines()
        _Builder(tree).build(text)
    except _FatalError as stop:
        tree.findings.append(stop.finding)
    return tree


def _decode(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise _FatalError(1, 1, "file_too_large", file_too_large(len(data)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise _FatalError(line, column, "not_utf8", not_utf8(data, error)) from None
    bad = _FORBIDDEN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        raise _FatalError(line, column, "forbidden_character", forbidden_character(bad[0]))
    return text


class _Builder:
    """Build the tree from the parser's events, one container at a time, without recursion."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.path: list[Step] = []
        self.stack: list[tuple[dict[str, Any] | list[Any], dict[Step, Mark]]] = []
        self.key: tuple[str, int, int] | None = None

    def build(self, text: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        documents = count = 0
        try:
            for event in yaml.parse(text, Loader=loader):
                kind = type(event).__name__
                if kind == "ScalarEvent":
                    self.scalar(event)
                elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
                    self.start(event, [] if kind == "SequenceStartEvent" else {})
                elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
                    self.end()
                elif kind == "AliasEvent":
                    self.forbid(event)
                elif kind == "DocumentStartEvent":
                    documents += 1
                count += 1
                self.limit(event, documents, count)
        except yaml.YAMLError as error:
            raise _syntax(error) from None
        if not documents:
            raise _FatalError(1, 1, "empty_file", empty_file())

    def limit(self, event: Any, documents: int, count: int) -> None:
        if documents > 1:
            self.refuse(event, several_documents(), "several_documents")
        if count > 2 * MOST_NODES:
            self.refuse(event, too_deep(), "too_deep")

    def refuse(self, event: Any, wording: Wording, name: str) -> None:
        mark = event.start_mark
        raise _FatalError(mark.line + 1, mark.column + 1, name, wording)

    def start(self, event: Any, container: dict[str, Any] | list[Any]) -> None:
        self.forbid(event)
        if len(self.stack) >= DEEPEST:
            self.refuse(event, too_deep(), "too_deep")
        if self.stack:
            self.place(container, event)
        elif isinstance(container, dict):
            self.tree.root = container
        else:
            self.refuse(event, not_a_mapping("a list"), "not_a_mapping")
        marks: dict[Step, Mark] = {}
        self.tree.marks[id(container)] = marks
        self.stack.append((container, marks))

    def end(self) -> None:
        self.stack.pop()
        if self.path:
            self.path.pop()

    def forbid(self, event: Any) -> None:
        if event.anchor:
            self.refuse(event, alias_forbidden(event.anchor), "alias_forbidden")
        if event.tag is not None:
            self.refuse(event, tag_forbidden(event.tag), "tag_forbidden")

    def scalar(self, event: Any) -> None:
        value: str = event.value
        if event.anchor or event.tag is not None:
            self.forbid(event)
        if len(value) > LONGEST_TEXT:
            self.refuse(event, text_too_long(len(value)), "text_too_long")
        plain = event.style is None or not event.style
        missing = plain and value in _NULLS
        if not self.stack:
            name, wording = (
                ("empty_file", empty_file())
                if missing
                else ("not_a_mapping", not_a_mapping("one text"))
            )
            self.refuse(event, wording, name)
        bad = None if plain else _FORBIDDEN.search(value)
        if bad and bad[0] != "\t":
            self.refuse(event, forbidden_character(bad[0]), "forbidden_character")
        if isinstance(self.stack[-1][0], dict) and self.key is None:
            mark = event.start_mark
            if missing:
                self.refuse(event, key_not_text(), "key_not_text")
            self.key = (value, mark.line + 1, mark.column + 1)
        else:
            self.place(None if missing else value, event)

    def place(self, value: Any, event: Any) -> None:
        """Put a value under its key, or at the end of its list; nothing written is no value."""
        container, marks = self.stack[-1]
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        nested = isinstance(value, dict | list)
        if isinstance(container, list):
            marks[len(container)] = Mark(line, column, line, column)
            if nested:
                self.path.append(len(container))
            container.append(value)
            return
        if self.key is None:
            self.refuse(event, key_not_text(), "key_not_text")
        key, key_line, key_column = self.key or ("", line, column)
        self.key = None
        if key in marks:
            path = (*self.path, key)
            self.tree.findings.append(
                Finding("duplicate_key", path, duplicate_key(key), (key_line, key_column), (path,))
            )
        else:
            marks[key] = Mark(key_line, key_column, line, column)
            if value is None:
                self.tree.nothings.append((*self.path, key))
            else:
                container[key] = value
        if nested:
            self.path.append(key)


def _syntax(error: yaml.YAMLError) -> _FatalError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = getattr(error, "problem", None) or "text that YAML cannot read"
    return _FatalError(line, column, "yaml_syntax", yaml_syntax(str(problem)))
