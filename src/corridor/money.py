"""Money: whole cents with their currency; two currencies are never added."""

import math
import re
from fractions import Fraction
from functools import total_ordering
from typing import NoReturn

from corridor.amounts import exactly
from corridor.errors import FieldError, QuantityError, Severity, Wording, code, quote
from corridor.patterns import pattern

_MONEY = pattern(r"([0-9]{1,12})(?:\.([0-9]{1,2}))? ([A-Z]{3})")
_CURRENCY = pattern(r"[A-Z]{3}")
#: How an amount is written elsewhere: with separators of thousands, and a comma or a dot.
_NUMBER = r"([0-9]{1,3}(?:[.,'’ \u00a0\u202f][0-9]{3})+|[0-9]{1,12})(?:[.,]([0-9]{1,2}))?"
_UNIT = r"([A-Z]{3}|[$€£])"
_ELSEWHERE = pattern(rf"{_UNIT}? ?{_NUMBER}\s*{_UNIT}?")
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
EXAMPLE = 'a number, a space, and a currency of three letters, as in "3474 USD"'


@code(Severity.ERROR)
def not_money(text: str) -> Wording:
    """A price is not a number, one space and the three letters of a currency."""
    fix = "write it as in 3474 USD"
    if meant := _ELSEWHERE.fullmatch(text):
        before, whole, decimals, after = meant.groups(default="")
        number = ".".join(filter(None, (re.sub(r"[^0-9]", "", whole), decimals)))
        if bool(before) != bool(after):
            fix = f"write {number} {_SIGNS.get(before + after, before + after)}"
    return Wording(quote(text), EXAMPLE, fix)


@code(Severity.ERROR)
def not_a_currency(text: str) -> Wording:
    """A currency is not written with its three letters."""
    return Wording(
        quote(text), "the three letters of a currency, as in USD", "write its ISO 4217 code"
    )


def read_currency(text: str) -> str:
    """Return a currency: three capital letters."""
    if not _CURRENCY.fullmatch(text):
        raise FieldError("not_a_currency", not_a_currency(text))
    return text


def read_money(text: str) -> "Money":
    """Return an amount of money from a text such as ``3474 USD``."""
    match = _MONEY.fullmatch(text)
    if not match:
        raise FieldError("not_money", not_money(text))
    whole, decimals, currency = match.groups(default="")
    return Money(int(whole) * 100 + int(decimals.ljust(2, "0") or 0), currency)


def amount(cents: int) -> str:
    """Return an amount in words: with separators of thousands, to the cent.

    >>> amount(567512), amount(-50)
    ('5,675.12', '-0.50')
    """
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


@total_ordering
class Money:
    """An amount in one currency, in whole cents.

    Sums are exact; an amount in another currency is refused, never converted in silence.

    Parameters
    ----------
    cents
        The amount in hundredths of the currency.
    currency
        Its three letters, as ``USD``.

    >>> Money(347_400, "USD") + Money(50, "USD")
    3,474.50 USD
    """

    cents: int
    currency: str

    __slots__ = ("cents", "currency")
    __array_ufunc__ = None

    def __init__(self, cents: int, currency: str) -> None:
        if type(cents) is not int:
            raise QuantityError(f"money is a whole number of cents, not {cents!r}")
        object.__setattr__(self, "cents", cents)
        object.__setattr__(self, "currency", currency)

    def __setattr__(self, name: str, value: object = None) -> NoReturn:
        raise AttributeError(f"money does not change: {name} of {self} stays what it is")

    __delattr__ = __setattr__

    def _same(self, other: object) -> int:
        if not isinstance(other, Money):
            raise QuantityError(f"{self} and {other!r} do not mix: one is money, the other is not")
        if other.currency != self.currency:
            raise QuantityError(f"{self} and {other} are of two currencies; convert one first")
        return other.cents

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - self._same(other), self.currency)

    def __radd__(self, other: "Money | int") -> "Money":
        return self if other == 0 else Money(self._same(other) + self.cents, self.currency)

    def __mul__(self, other: float) -> "Money":
        exact = exactly(other)
        if exact is None:
            raise QuantityError(f"{self} can be multiplied by a plain number, not by {other!r}")
        return Money(math.floor(self.cents * exact + Fraction(1, 2)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.cents < self._same(other)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return (self.cents, self.currency) == (other.cents, other.currency)

    def __hash__(self) -> int:
        return hash((self.cents, self.currency))

    def __reduce__(self) -> tuple[type["Money"], tuple[int, str]]:
        return (Money, (self.cents, self.currency))

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{amount(self.cents)} {self.currency}"

    @property
    def plain(self) -> str:
        """The amount without separators of thousands, as files have it: ``3474.00 USD``."""
        return str(self).replace(",", "")
