"""The largest sum of paths that resources allow: an exact linear program, solved by columns.

Each path takes some of each resource that it uses, and each resource has a bound. There are too
many paths to list; the one that is worth most at the present prices is asked for, until none is
worth anything more (Dantzig and Wolfe 1960). All numbers are fractions, ties are decided by the
lexicographic rule, so that the solution is exact and the end certain.
"""

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import NamedTuple

from corridor.frozen import dataclass

Resource = Hashable
Prices = Mapping[Resource, Fraction]


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
        return sum(self.amounts.values(), Fraction(0))


class _Basis:
    """The basic variables: slacks of rows, and columns; with the inverse of their matrix."""

    def __init__(self) -> None:
        self.rows: dict[Resource, int] = {}
        self.columns: list[Column | None] = []
        self.inverse: list[dict[int, Fraction]] = []
        self.values: list[Fraction] = []

    def add_rows(self, column: Column, bounds: Mapping[Resource, int]) -> None:
        """Add the resources that no column has used before, each with its slack."""
        for resource in column.uses:
            if resource not in self.rows:
                number = self.rows[resource] = len(self.rows)
                self.columns.append(None)
                self.inverse.append({number: Fraction(1)})
                self.values.append(Fraction(bounds[resource]))

    def prices(self) -> dict[Resource, Fraction]:
        """Return what one more of each resource is worth at this basis."""
        found = [Fraction(0)] * len(self.rows)
        for column, row in zip(self.columns, self.inverse, strict=True):
            if column:
                for place, part in row.items():
                    found[place] += column.worth * part
        return dict(zip(self.rows, found, strict=True))

    def enter(self, entries: Mapping[int, int], column: Column | None) -> None:
        """Let a column, or none for a slack, take the place of the variable that falls first."""
        steps = [
            sum((row[place] * n for place, n in entries.items() if place in row), Fraction(0))
            for row in self.inverse
        ]
        leaving = min(
            (number for number, step in enumerate(steps) if step > 0),
            key=lambda number: self._ratios(number, steps[number]),
        )
        pivot = steps[leaving]
        own = {place: part / pivot for place, part in self.inverse[leaving].items()}
        value = self.values[leaving] / pivot
        for number, step in enumerate(steps):
            if step and number != leaving:
                self.values[number] -= step * value
                row = self.inverse[number]
                for place, part in own.items():
                    left = row.get(place, Fraction(0)) - step * part
                    if left:
                        row[place] = left
                    else:
                        row.pop(place, None)
        self.inverse[leaving], self.values[leaving] = own, value
        self.columns[leaving] = column

    def _ratios(self, number: int, step: Fraction) -> tuple[Fraction, list[Fraction]]:
        row = self.inverse[number]
        parts = [row.get(place, Fraction(0)) / step for place in range(len(self.rows))]
        return self.values[number] / step, parts


def solve(
    bounds: Mapping[Resource, int], best_path: Callable[[Prices], Column | None]
) -> Solution | None:
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
        paid = column and sum(prices.get(item, 0) * n for item, n in column.uses.items())
        if column is None or paid is None or column.worth <= paid:
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
            amounts[column.path] = amounts.get(column.path, Fraction(0)) + value
    return Solution(amounts, {item: price for item, price in prices.items() if price})
