"""The largest sum of paths that resources allow: an exact linear program, solved by columns.

Each path takes some of each resource that it uses, and each resource has a bound. There are too
many paths to list; the one that is worth most at the present prices is asked for, until none is
worth anything more (Dantzig and Wolfe 1960). All numbers are whole or fractions, and ties are
decided by the lexicographic rule, so that the solution is exact and the end certain.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from corridor.frozen import dataclass

Resource = Hashable
Prices = Mapping[Resource, Fraction]
NOTHING = Fraction(0)


class Column(NamedTuple):
    """One path: how often it uses each bounded resource, what a unit of it is worth, itself."""

    uses: Mapping[Resource, int]
    worth: int
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """How much takes each path, and what one more of each resource is worth."""

    amounts: dict[tuple[int, ...], Fraction]
    prices: dict[Resource, Fraction]

    @property
    def total(self) -> Fraction:
        """The sum over all paths."""
        return sum(self.amounts.values(), NOTHING)


class _Basis:
    """The basic variables: slacks of rows, and columns; with the inverse of their matrix.

    The inverse and the values are whole numbers over one denominator, the determinant of the
    matrix, which each change of the basis divides without remainder (Edmonds 1967).
    """

    def __init__(self) -> None:
        self.rows: dict[Resource, int] = {}
        self.columns: list[Column | None] = []
        self.over = 1
        self.inverse: list[dict[int, int]] = []
        self.values: list[int] = []

    def add_rows(self, column: Column, bounds: Mapping[Resource, int]) -> None:
        """Add the resources that no column has used before, each with its slack."""
        for resource in column.uses:
            if resource not in self.rows:
                number = self.rows[resource] = len(self.rows)
                self.columns.append(None)
                self.inverse.append({number: self.over})
                self.values.append(bounds[resource] * self.over)

    def prices(self) -> dict[Resource, Fraction]:
        """Return what one more of each resource is worth at this basis."""
        found = [0] * len(self.rows)
        for column, row in zip(self.columns, self.inverse, strict=True):
            if column:
                for place, part in row.items():
                    found[place] += column.worth * part
        worth = (Fraction(part, self.over) if part else NOTHING for part in found)
        return dict(zip(self.rows, worth, strict=True))

    def enter(self, entries: Mapping[int, int], column: Column | None) -> None:
        """Let a column, or none for a slack, take the place of the variable that falls first."""
        steps = [
            sum(row[place] * n for place, n in entries.items() if place in row)
            for row in self.inverse
        ]
        leaving = self._first(steps)
        own, value, pivot = self.inverse[leaving], self.values[leaving], steps[leaving]
        for number, step in enumerate(steps):
            if number != leaving and (step or pivot != self.over):
                self.values[number] = (self.values[number] * pivot - step * value) // self.over
                row = self.inverse[number]
                for place in row.keys() | own.keys() if step else row.keys():
                    left = row.get(place, 0) * pivot - step * own.get(place, 0)
                    row[place] = left // self.over
                self.inverse[number] = {place: part for place, part in row.items() if part}
        self.over = pivot
        self.columns[leaving] = column

    def _first(self, steps: Sequence[int]) -> int:
        """Return the row whose variable falls first; of several, the lexicographically least."""
        tied = _least({n: (self.values[n], step) for n, step in enumerate(steps) if step > 0})
        places = iter(range(len(self.rows)))  # no two rows are alike in every place
        while len(tied) > 1:
            place = next(places)
            tied = _least({n: (self.inverse[n].get(place, 0), steps[n]) for n in tied})
        return tied[0]


def _least(ratios: Mapping[int, tuple[int, int]]) -> list[int]:
    """Return the numbers of the least ratio of a part to a positive whole."""
    least: list[int] = []
    low, whole = 1, 0  # more than any
    for number, (part, own) in ratios.items():
        more = part * whole - low * own
        if more < 0:
            least, low, whole = [], part, own
        if more <= 0:
            least.append(number)
    return least


def solve(bounds: Mapping[Resource, int], best_path: Callable[[Prices], Column]) -> Solution | None:
    """Return the amounts by path that are worth most in all; none where nothing bounds them.

    `best_path` returns the path that is worth most once its resources are paid for.
    """
    basis = _Basis()
    while True:
        prices = basis.prices()
        negative = next((basis.rows[item] for item, price in prices.items() if price < 0), None)
        if negative is not None:
            basis.enter({negative: 1}, None)
            continue
        column = best_path(prices)
        paid = sum(prices.get(item, 0) * n for item, n in column.uses.items())
        if column.worth <= paid:
            return _solution(basis, prices)
        if not column.uses:
            return None
        basis.add_rows(column, bounds)
        entries = {basis.rows[item]: times for item, times in column.uses.items()}
        basis.enter(entries, column)


def _solution(basis: _Basis, prices: dict[Resource, Fraction]) -> Solution:
    amounts: dict[tuple[int, ...], Fraction] = {}
    for column, value in zip(basis.columns, basis.values, strict=True):
        if column and value:
            share = Fraction(value, basis.over)
            amounts[column.path] = amounts.get(column.path, NOTHING) + share
    return Solution(amounts, {item: price for item, price in prices.items() if price})
