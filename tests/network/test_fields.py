"""How the fields of a file are marked."""

from corridor.network.fields import Expanding


def test_a_field_that_may_be_written_short_says_so_where_its_type_is_shown() -> None:
    """A help text and the reference show types with their marks."""
    assert repr(Expanding("low", "high")) == "'or one text'"
    assert repr(Expanding()) == "'or its basis left out'"
