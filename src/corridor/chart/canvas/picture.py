"""The figure class; it needs matplotlib, so `new_figure` alone imports it."""

from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure

#: Pixels of a picture in a notebook to each inch of the figure.
SHOWN = 80


class Picture(Figure):
    """A figure that notebooks show by itself, with or without pyplot.

    Parameters
    ----------
    encode
        What makes the bytes of a file of a figure.
    how
        As for `Figure` of matplotlib.
    """

    def __init__(self, encode: Callable[[Figure, str], bytes], **how: Any) -> None:
        super().__init__(**how)
        self._encode = encode

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        width = round(self.get_size_inches()[0] * SHOWN)
        return self._encode(self, "png"), {"width": width}
