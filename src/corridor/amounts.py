"""Whole numbers of one unit that do not mix with those of another dimension."""

import contextlib
import math
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Self, TypeVar

from corridor.errors import QuantityError

T = TypeVar("T")
_NUMBERS: tuple[type, ...] = (Real, Decimal)


def exactly(number: object) -> Fraction | None:
    """Return a plain number as it is written, exactly; none where it is no finite number.

    >>> exactly(0.1), exactly(float("nan")), exactly("5")
    (Fraction(1, 10), None, None)
    """
    if isinstance(number, _NUMBERS) and not isinstance(number, (bool, Amount)):
        with contextlib.suppress(ValueError):
            return Fraction(str(number))
    return None


class Amount(int):
    """A whole number of one unit; amounts of two dimensions are never mixed.

    Sums, differences and products with a plain number keep the dimension; a product is rounded to
    the whole unit, halves up. A quotient is a plain number. A plain whole number may be added and
    compared: it counts units of the base. Write the amount before a factor: Python answers 0.5 * x
    without asking x.
    """

    __slots__ = ()
    _base = ""

    def __new__(cls, number: float = 0) -> Self:
        """Return so many units of the base, which are whole.

        Raises
        ------
        QuantityError
            When it is no whole number, or an amount of another dimension.
        """
        if type(number) is int or type(number) is cls:
            return super().__new__(cls, number)
        return super().__new__(cls, cls._whole(number))

    @classmethod
    def _whole(cls, number: object) -> int:
        exact = exactly(number)
        if exact is not None and exact.denominator == 1:
            return exact.numerator
        name = cls.__name__.lower()
        raise QuantityError(f"a {name} is a whole number of {cls._base}s, not {number!r}")

    def _same(self, other: object) -> int:
        """Return another amount of this dimension, or a plain whole number, as a number."""
        if type(other) is int or type(other) is type(self):
            return int(other)
        if isinstance(other, Amount):
            mine, its = (type(item).__name__.lower() for item in (self, other))
            raise QuantityError(f"{self} is a {mine} and {other} a {its}; they do not mix")
        return self._whole(other)

    def _plain(self, other: T) -> T | int:
        """Return another amount of this dimension as a number, and a plain number as it is."""
        return self._same(other) if isinstance(other, Amount) else other

    def _factor(self, other: object) -> Fraction:
        """Return a plain number, by which an amount can be multiplied and divided, exactly."""
        exact = exactly(other)
        if exact is None:
            raise QuantityError(f"{self} can be multiplied by a plain number, not by {other!r}")
        return exact

    def _rounded(self, exact: Fraction) -> Self:
        return type(self)(math.floor(exact + Fraction(1, 2)))

    def __add__(self, other: int) -> Self:
        return type(self)(int(self) + self._same(other))

    __radd__ = __add__

    def __sub__(self, other: int) -> Self:
        return type(self)(int(self) - self._same(other))

    def __rsub__(self, other: int) -> Self:
        return type(self)(self._same(other) - int(self))

    def __mul__(self, other: float) -> Self:
        if type(other) is int:
            return type(self)(int(self) * other)
        return self._rounded(int(self) * self._factor(other))

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> float:
        return int(self) / self._plain(other)

    def __floordiv__(self, other: int) -> int:
        return int(self) // self._plain(other)

    def __mod__(self, other: int) -> int:
        return int(self) % self._plain(other)

    def __divmod__(self, other: int) -> tuple[int, int]:
        return self // other, self % other

    def __neg__(self) -> Self:
        return type(self)(-int(self))

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> Self:
        return type(self)(abs(int(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Amount):
            return type(other) is type(self) and int(self) == int(other)
        return int(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = int.__hash__

    def __lt__(self, other: int) -> bool:
        return int(self) < self._plain(other)

    def __le__(self, other: int) -> bool:
        return int(self) <= self._plain(other)

    def __gt__(self, other: int) -> bool:
        return int(self) > self._plain(other)

    def __ge__(self, other: int) -> bool:
        return int(self) >= self._plain(other)
