"""Bytes to a tree of texts that knows the line and column of everything in it.

The YAML library types nothing here: every leaf stays the text that was written, so that ``NO`` is
Norway and ``12:30`` is refused instead of becoming 750. One pass over the parser's events; anchors,
tags and depth are refused before anything is built from them. Only this module imports the parser.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any, NamedTuple

import yaml

from corridor.errors import Finding, Location, Step, Wording
from corridor.files import LARGEST_FILE
from corridor.frozen import dataclass
from corridor.network.conversion.to_texts import DEEPEST
from corridor.reading.other_formats import kind_of
from corridor.reading.yaml_syntax_notices import (
    COMPLAINTS,
    LONGEST_TEXT,
    MOST_NODES,
    TOO_NESTED,
    alias_forbidden,
    comment_in_value,
    duplicate_key,
    empty_file,
    file_too_large,
    forbidden_character,
    key_not_text,
    not_a_mapping,
    not_utf8,
    other_format,
    several_documents,
    tag_forbidden,
    text_too_long,
    too_deep,
    too_many_values,
    yaml_syntax,
)

_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    "|\r(?!\n)"
)
FORBIDDEN_IN_TEXT = re.compile(_FORBIDDEN.pattern + "|\n")
#: How many steps lead to a record of a section.
RECORD = 2
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


_REMARK = re.compile(" #[^ #]")


class Mark(NamedTuple):
    """Line and column, from 1, of a key and of its value, and the name of the file.

    A `label` names what has no lines.
    """

    key_line: int
    key_column: int
    line: int
    column: int
    file: str
    label: str = ""

    def of(self, *, key: bool) -> Location:
        """Return the place of the key, or of the value."""
        if key:
            return Location(self.file, self.key_line, self.key_column, self.label)
        return Location(self.file, self.line, self.column, self.label)


@dataclass(slots=True)
class Tree:
    """The texts of a file, where each stands, and what is wrong with its YAML.

    `lines` are those of each file; `nothings` the keys without a value; `dropped` what is no
    longer in the tree, kept so that no other container gets its identity, by which marks are found.
    A section may have records that are read already: `columns` are those of their table, by part.
    """

    name: str
    root: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    nothings: list[tuple[Step, ...]] = field(default_factory=list)
    marks: dict[int, dict[Step, Mark]] = field(default_factory=dict)
    dropped: list[Any] = field(default_factory=list)
    columns: dict[Step, Mapping[tuple[Step, ...], tuple[int, str]]] = field(default_factory=dict)
    failed: bool = False
    label: str = ""

    def mark(self, path: tuple[Step, ...]) -> tuple[Mark, int]:
        """Return the mark of a path, and how many of its steps the file really has."""
        here: Any = self.root
        best, depth = Mark(1, 1, 1, 1, self.name, self.label), 0
        for number, step in enumerate(path, 1):
            mark = self.marks.get(id(here), {}).get(step)
            if mark is None:
                break
            best, depth = mark, number
            here = here.get(step) if isinstance(here, dict) else here[int(step)]
        if depth == RECORD and path[0] in self.columns and not isinstance(here, dict):
            return self._cell(best, path)
        return best, depth

    def _cell(self, row: Mark, path: tuple[Step, ...]) -> tuple[Mark, int]:
        """Return the mark of a part of a record that is read already, and how deep that is."""
        columns = self.columns[path[0]]
        for length in range(len(path), RECORD, -1):
            part = path[RECORD:length]
            if part in columns:
                number, head = columns[part]
                label = f"{row.label}, column {head}"
                return row._replace(key_column=number, column=number, label=label), length
            if any(known[: len(part)] == part for known in columns):
                return row, length
        return row, RECORD


class _FatalError(Exception):
    """A problem that leaves nothing to go on with."""

    def __init__(self, line: int, column: int, name: str, wording: Wording) -> None:
        super().__init__(name)
        self.place = (line, column)
        self.code = name
        self.wording = wording


def read_tree(data: bytes, name: str) -> Tree:
    """Read bytes into a tree of texts with marks; problems are in `.findings`, never raised.

    Parameters
    ----------
    data
        The bytes of one file.
    name
        What the file is called where a problem's place is told.
    """
    tree = Tree(name, lines={name: _lines(data[:LARGEST_FILE])})
    try:
        _Builder(tree).build(_decode(data))
    except _FatalError as stop:
        where = Location(name, *stop.place)
        tree.findings.append(Finding(stop.code, (), stop.wording, where))
        tree.failed = True
    return tree


def _lines(data: bytes) -> list[str]:
    """Return the lines as they are quoted; of what is no text at all, none."""
    shown = "" if b"\0" in data else data.decode("utf-8-sig", "replace")
    return shown.replace("\r\n", "\n").split("\n")


def _decode(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise _FatalError(1, 1, "file_too_large", file_too_large())
    kind = kind_of(data)
    if kind:
        raise _FatalError(1, 1, "other_format", other_format(*kind))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + 3 * data.startswith(codecs.BOM_UTF8)
        before = data[:start]
        line, column = before.count(b"\n") + 1, start - before.rfind(b"\n")
        raise _FatalError(line, column, "not_utf8", not_utf8(data[start], start)) from None
    bad = _FORBIDDEN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        raise _FatalError(line, column, "forbidden_character", forbidden_character(bad[0]))
    return text


class _Builder:
    """A builder of the tree from the events of the parser, a container at a time; no recursion."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.path: list[Step] = []
        self.stack: list[tuple[dict[str, Any] | list[Any], dict[Step, Mark]]] = []
        self.key: tuple[str, int, int] | None = None
        self.remarked: frozenset[int] = frozenset()

    def build(self, text: str) -> None:
        lines = self.tree.lines[self.tree.name]
        self.remarked = frozenset(
            number for number, line in enumerate(lines) if " #" in line and _REMARK.search(line)
        )
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
        except (yaml.YAMLError, ValueError) as error:  # ValueError: the parser without C, on \\U
            raise self.refused(error, text) from None
        if not documents:
            raise _FatalError(1, 1, "empty_file", empty_file())

    def refused(self, error: Exception, text: str) -> "_FatalError":
        """Return what the parser's complaint means; its own limit of nesting is no syntax error."""
        if TOO_NESTED in str(getattr(error, "problem", "")):
            # What comes before the parser's limit is nested too deeply for us, which is raised.
            _Builder(Tree(self.tree.name, lines=self.tree.lines)).build(text[: _index(error, text)])
        return _syntax(error)

    def limit(self, event: Any, documents: int, count: int) -> None:
        if documents > 1:
            self.refuse(event, several_documents(), "several_documents")
        if count > MOST_NODES:
            self.refuse(event, too_many_values(), "too_many_values")

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
            is_anchor = not isinstance(event, yaml.AliasEvent)
            wording = alias_forbidden(event.anchor, is_anchor=is_anchor)
            self.refuse(event, wording, "alias_forbidden")
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
        bad = None if plain else FORBIDDEN_IN_TEXT.search(value)
        if bad:
            self.refuse(event, forbidden_character(bad[0]), "forbidden_character")
        if isinstance(self.stack[-1][0], dict) and self.key is None:
            mark = event.start_mark
            if missing:
                self.refuse(event, key_not_text(), "key_not_text")
            self.key = (value, mark.line + 1, mark.column + 1)
        else:
            if plain and event.end_mark.line in self.remarked:
                self.remark(value, event.end_mark)
            self.place(None if missing else value, event)

    def remark(self, value: str, end: Any) -> None:
        """Warn of a value that an unspaced number sign cuts off."""
        rest = self.tree.lines[self.tree.name][end.line][end.column :]
        if value and rest.startswith(" #") and rest[2:3].strip():
            step = self.key[0] if self.key else len(self.stack[-1][0])
            where = Location(self.tree.name, end.line + 1, end.column + 2)
            wording = comment_in_value(value, rest.strip())
            self.tree.findings.append(
                Finding("comment_in_value", (*self.path, step), wording, where)
            )

    def place(self, value: Any, event: Any) -> None:
        """Put a value under its key, or at the end of its list; nothing written is no value."""
        container, marks = self.stack[-1]
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        nested = isinstance(value, dict | list)
        if isinstance(container, list):
            marks[len(container)] = Mark(line, column, line, column, self.tree.name)
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
            where = Location(self.tree.name, key_line, key_column)
            finding = Finding("duplicate_key", path, duplicate_key(key), where, (path,))
            self.tree.findings.append(finding)
            self.tree.dropped.append(value)
        else:
            marks[key] = Mark(key_line, key_column, line, column, self.tree.name)
            if value is None:
                self.tree.nothings.append((*self.path, key))
            else:
                container[key] = value
        if nested:
            self.path.append(key)


def _index(error: Any, text: str) -> int:
    """Return where in a text the parser stopped; not all parsers count its characters alike."""
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: error.problem_mark.line])
    return int(before + error.problem_mark.column)


def _syntax(error: Exception) -> _FatalError:
    problem = str(getattr(error, "problem", None) or "text that YAML cannot read")
    known = [words for complaint, words in COMPLAINTS.items() if complaint in problem]
    found, fix, at_opening = [*known, (problem, "put free text in double quotes", False)][0]
    names = ("context_mark", "problem_mark") if at_opening else ("problem_mark", "context_mark")
    marks = [mark for name in names if (mark := getattr(error, name, None))]
    line, column = (marks[0].line + 1, marks[0].column + 1) if marks else (1, 1)
    return _FatalError(line, column, "yaml_syntax", yaml_syntax(found, fix))
