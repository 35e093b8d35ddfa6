"""Scenarios by their names: those of the library, those in files, and several side by side."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from corridor import files as _files
from corridor.errors import QuantityError, Refused, ScenarioError, quote
from corridor.network.names import LOOKALIKES
from corridor.scenarios.scenario import Scenario, as_read, read_changes
from corridor.signatures import suggest_arguments
from corridor.user_values import is_collection, one_of, shown


def by_name(scenarios: Mapping[str, Scenario] | Iterable[Scenario]) -> dict[str, Scenario]:
    """Return scenarios by what they are to be called, in order.

    Raises
    ------
    QuantityError
        When one is no scenario, or two have names that read alike: one would hide the other.
    """
    if isinstance(scenarios, set | frozenset) or not is_collection(scenarios):
        raise QuantityError(
            f"scenarios is {shown(scenarios)}; write a list of scenarios, or a mapping of "
            "names to scenarios"
        )
    pairs = (
        list(scenarios.items())
        if isinstance(scenarios, Mapping)
        else [(getattr(item, "name", None), item) for item in scenarios]
    )
    for number, (name, item) in enumerate(pairs, 1):
        if not isinstance(item, Scenario):
            raise QuantityError(f"scenario {number} is {shown(item)}; write co.Scenario(...)")
        if not isinstance(name, str) or not as_read(name):
            raise QuantityError(f"the name of scenario {number} is {shown(name)}; give it a name")
    named = {name: item for name, item in pairs if isinstance(name, str) and item}
    read = [as_read(str(name)) for name, _ in pairs]
    seen = Counter(name.translate(LOOKALIKES) for name in read)
    twice = [name for name, count in seen.items() if count > 1]
    if twice:
        spellings = {name for name in read if name.translate(LOOKALIKES) in twice}
        scripts = "" if len(spellings) == len(twice) else ", in letters that only look alike"
        raise QuantityError(
            f"several scenarios are called {', '.join(map(quote, twice))}{scripts}; "
            "give each a name of its own, or "
            "write a mapping of names to scenarios"
        )
    return named


def scenario_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with the library."""
    return tuple(sorted(path.stem for path in _files.scenarios_path().glob("*.yaml")))


@suggest_arguments
def load_scenario(source: str | os.PathLike[str] | bytes) -> Scenario:
    """Read a scenario: one that comes with the library, a file, or the bytes of a file.

    Parameters
    ----------
    source
        A name such as ``caspian-storm``, the path of a file, or its bytes. A scenario file is one
        that extends the bundled network and has changes; it can also be loaded as a network.

    Returns
    -------
    Scenario
        To be applied to a network; every change knows its line.

    Raises
    ------
    ScenarioError
        With every change that cannot be read, and its line.
    QuantityError
        When no scenario of that name comes with the library.
    OSError
        When the file cannot be opened.

    >>> import corridor as co
    >>> storm = co.load_scenario("caspian-storm")
    >>> len(storm.changes)
    1
    """
    if isinstance(source, bytes):
        name, data = "<bytes>", source
    else:
        if not isinstance(source, str | os.PathLike):
            raise QuantityError(f"the scenario is {source!r}; give a name, a path, or bytes")
        path = Path(source)
        if path.suffix == "" and not path.exists():
            known = one_of(os.fspath(source), scenario_names(), "scenario")
            path = _files.scenarios_path() / f"{known}.yaml"
        name, data = os.fspath(path), _files.read_bytes(path)
    title, changes, places, faults = read_changes(data, name)
    if faults:
        refused = [
            Refused(f"{notice.code}  {notice.path}", str(notice.where), wording)
            for notice, wording in faults
        ]
        raise ScenarioError(title, refused)
    return Scenario(title, changes, places)
