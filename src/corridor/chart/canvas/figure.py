"""Figures: made, measured and saved; the only module that imports matplotlib and Pillow."""

import contextlib
import functools
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from corridor import text as _text
from corridor.chart.canvas.palette import RULE
from corridor.errors import MissingExtraError, QuantityError
from corridor.user_values import fitting_number, of_numpy, shown

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from matplotlib.text import Text
    from PIL.Image import Image as PILImage


FONT = "DejaVu Sans"
DPI = 150
SIDES, INCHES = ("width", "height"), "from 1 to 100 [inches]"
TITLE, SUBTITLE, BODY, SMALL, CAPTION = 13.0, 9.0, 8.5, 8.0, 6.8
#: A text is made smaller down to this part of its size before it is wrapped.
SMALLEST = 0.75
COLOURS = 256
HALO = "halo-"
_SETTINGS = {
    "font.family": [FONT],
    "font.size": BODY,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "corridor",
    "path.simplify": False,
}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


class Box(NamedTuple):
    """A rectangle in a figure, in inches from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Return whether two rectangles share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def holds(self, other: "Box") -> bool:
        """Return whether another rectangle lies wholly inside."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and self.right >= other.right
            and self.top >= other.top
        )


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """Draw with the library's own settings, whatever the user's are."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise MissingExtraError("a picture", "matplotlib", "plot") from None
    settings: dict[Any, Any] = {**mpl.rcParamsDefault, **_SETTINGS}
    settings.pop("backend", None)
    with mpl.rc_context(settings):
        yield


def new_figure(size: tuple[float, float], dpi: float = DPI) -> "Figure":
    """Return an empty white figure [inches] that belongs to no window.

    Raises
    ------
    QuantityError
        When its size or resolution is not one that a picture can have.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from corridor.chart.canvas.picture import Picture

    sides: object = of_numpy(size)
    if not isinstance(sides, list | tuple) or len(sides) != len(SIDES):
        raise QuantityError(f"figsize is {shown(size)}; write (width, height) in inches")
    for side, name in zip(sides, SIDES, strict=True):
        fitting_number(side, f"the {name} in figsize", lambda given: 1 <= given <= 100, INCHES)
    fitting_number(dpi, "dpi", lambda given: 10 <= given <= 1_200, "from 10 to 1,200")
    figure = Picture(picture, figsize=sides, dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def add_axes(
    figure: "Figure", box: Box, grid: Literal["", "x", "y", "both"] = "", *, based: bool = False
) -> "Axes":
    """Return axes that fill a rectangle, with nothing around them but a grid, or a base line.

    Raises
    ------
    QuantityError
        When the figure is too small for what stands around them.
    """
    width, height = figure.get_size_inches()
    left, bottom, right, top = box
    if right <= left or top <= bottom:
        more = "wider" if right <= left else "higher"
        size = f"({width:g}, {height:g})"
        raise QuantityError(f"figsize is {size}, too small for this chart; make it {more}")
    part = (left / width, bottom / height, (right - left) / width, (top - bottom) / height)
    axes = figure.add_axes(part)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, colors="#222222")
    if grid:
        axes.grid(axis=grid, color=RULE, linewidth=0.7)
        axes.set_axisbelow(True)
    if based:
        axes.spines["bottom"].set_visible(True)
        axes.spines["bottom"].set_color("#888888")
    return axes


def write(figure: "Figure", x: float, y: float, text: str, **style: Any) -> "Text":
    """Write a text at a position [inches], from the left and the bottom of the figure."""
    width, height = figure.get_size_inches()
    style = {"fontsize": BODY, "color": "#222222", "va": "baseline", **style}
    lines = "\n".join(map(legible, text.split("\n")))
    return figure.text(x / width, y / height, lines, **style)


def line(figure: "Figure", points: Sequence[tuple[float, float]], **style: Any) -> None:
    """Draw a line through positions [inches]."""
    from matplotlib.lines import Line2D

    width, height = figure.get_size_inches()
    across, up = [x / width for x, _ in points], [y / height for _, y in points]
    style = {"color": "#222222", "linewidth": 0.8, "solid_capstyle": "butt", **style}
    figure.add_artist(Line2D(across, up, **style))


def fill(figure: "Figure", box: Box, colour: str, **style: Any) -> None:
    """Fill a rectangle [inches] with a colour."""
    from matplotlib.patches import Rectangle

    width, height = figure.get_size_inches()
    size = ((box.right - box.left) / width, (box.top - box.bottom) / height)
    corner = (box.left / width, box.bottom / height)
    style = {"facecolor": colour, "edgecolor": "none", **style}
    style["transform"] = figure.transFigure
    figure.add_artist(Rectangle(corner, *size, **style))


def area(
    axes: "Axes", rings: Sequence[Sequence[tuple[float, float]]], colour: str, edge: str
) -> "Artist":
    """Fill rings as one area, holes left out, in the axes' own positions."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    closed = [Path([*ring, ring[0]], closed=True) for ring in rings]
    path = Path.make_compound_path(*closed) if closed else Path([(0, 0)])
    patch = PathPatch(path, facecolor=colour, edgecolor=edge, linewidth=0.5, zorder=1)
    return axes.add_patch(patch)


def disc(
    axes: "Axes", centre: tuple[float, float], radius: float, colour: str, layer: float
) -> "Patch":
    """Draw a disc with a rim, in the axes' own positions."""
    from matplotlib.patches import Circle

    style = {"facecolor": colour, "edgecolor": "#8898A0", "linewidth": 1.2, "zorder": layer}
    return axes.add_patch(Circle(centre, radius, **style))


def lift(artist: "Artist", clip: "Patch", layers: float) -> None:
    """Put what was drawn so many layers higher, and show only what lies inside a disc."""
    artist.set_zorder(artist.get_zorder() + layers)
    artist.set_clip_path(clip)


def box_of(text: "Text") -> Box:
    """Return the rectangle [inches] that holds a text."""
    figure = text.get_figure(root=True)
    if figure is None:
        raise ValueError("the text is in no figure")
    extent = text.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined] # of the Agg canvas
    dpi = figure.dpi
    return Box(extent.x0 / dpi, extent.y0 / dpi, extent.x1 / dpi, extent.y1 / dpi)


#: How wide texts are, by resolution, text and style: figures of one answer share most words.
_WIDTHS: dict[tuple[object, ...], float] = {}
_MOST_WIDTHS = 20_000


def width_of(figure: "Figure", text: str, **style: Any) -> float:
    """Return how wide a text is [inches]."""
    key = (figure.dpi, text, *sorted(style.items()))
    width = _WIDTHS.get(key)
    if width is None:
        measured = write(figure, 0, 0, text, **style)
        box = box_of(measured)
        measured.remove()
        if len(_WIDTHS) >= _MOST_WIDTHS:
            _WIDTHS.clear()
        width = _WIDTHS[key] = box.right - box.left
    return width


def fit(figure: "Figure", text: str, space: float, size: float, **style: Any) -> tuple[str, float]:
    """Return a text and its size so that it fits a width [inches]: made smaller, then wrapped."""
    text = _text.shown(text)
    smaller = size
    while width_of(figure, text, fontsize=smaller, **style) > space:
        if smaller < SMALLEST * size:
            return "\n".join(wrap(figure, text, space, fontsize=smaller, **style)), smaller
        smaller *= 0.97
    return text, smaller


def wrap(figure: "Figure", text: str, space: float, **style: Any) -> list[str]:
    """Return a text as lines that fit a width [inches]; a word that does not is cut."""
    lines = [""]
    for whole in text.split(" "):
        word = cut(figure, whole, space, **style)
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(figure, longer, **style) <= space:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def cut(figure: "Figure", text: str, space: float, **style: Any) -> str:
    """Return a text cut to a width [inches], with … for what was cut."""
    shown = text = _text.shown(text)
    while len(text) > 1 and width_of(figure, shown, **style) > space:
        text = text[:-1]
        shown = text.rstrip(" ,") + "…"
    return shown


def title(figure: "Figure", finding: str, drawn: str, *, left: float, right: float) -> float:
    """Write the finding and what is drawn on top; return how far down [inches] they reach."""
    top = float(figure.get_size_inches()[1]) - 0.14
    for text, size, weight, colour in (
        (finding, TITLE, "bold", "#222222"),
        (drawn, SUBTITLE, "normal", "#555555"),
    ):
        words, fitted = fit(figure, text, right - left, size, fontweight=weight)
        style = {"fontsize": fitted, "fontweight": weight, "color": colour, "va": "top"}
        top = box_of(write(figure, left, top, words, **style)).bottom - 0.09
    return top


def caption(figure: "Figure", sentences: Sequence[str], *, left: float, right: float) -> float:
    """Write the caption at the bottom, a paragraph for each text; return its upper edge."""
    size, step, bottom = CAPTION, 0.132, 0.1
    lines = [
        line
        for sentence in sentences
        for line in wrap(figure, _text.shown(sentence), right - left, fontsize=size)
    ]
    for number, line in enumerate(reversed(lines)):
        write(figure, left, bottom + number * step, line, fontsize=size, color="#666666")
    return bottom + len(lines) * step


def opened(
    size: tuple[float, float],
    dpi: float,
    finding: str,
    drawn: str,
    sentences: Sequence[str],
    *,
    left: float,
    margin: float = 0.3,
) -> tuple["Figure", float, float, float]:
    """Return a figure with its title and caption, its width, and what is left between them."""
    figure = new_figure(size, dpi)
    wide = float(figure.get_size_inches()[0])
    top = title(figure, finding, drawn, left=left, right=wide - margin)
    return figure, wide, top, caption(figure, sentences, left=left, right=wide - margin)


def halo(text: "Text", width: float = 2.5) -> None:
    """Put a rim around a text so that it can be read on lines; in SVG it stays a text."""
    from matplotlib.patheffects import withStroke

    text.set_path_effects([withStroke(linewidth=width, foreground="white")])
    figure = text.get_figure(root=True)
    text.set_gid(f"{HALO}{len(figure.texts) if figure else 0}")


@functools.cache
def _drawable() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    faces = (FontProperties(family=FONT, weight=weight) for weight in ("normal", "bold"))
    plain, bold = (set(get_font(findfont(face)).get_charmap()) for face in faces)
    return frozenset(plain & bold)


def drawable(text: str, instead: str) -> str:
    """Return a text that the font has letters for, left to right; else another.

    >>> drawable("Małaszewicze", "malaszewicze"), drawable("西安", "xian")
    ('Małaszewicze', 'xian')
    """
    shown = _text.shown(text)
    known = _drawable()
    right_to_left = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in shown)
    return instead if right_to_left or any(ord(item) not in known for item in shown) else shown


def legible(text: str) -> str:
    """Return a text with … for what the font cannot write.

    >>> legible("to 西安 by rail")
    'to … by rail'
    """
    shown = _text.shown(text)
    return re.sub("…+", "…", "".join(map(_legible, shown)))


@functools.lru_cache(maxsize=4096)
def _legible(letter: str) -> str:
    return letter if drawable(letter, "") else "…"


def picture(figure: "Figure", form: str) -> bytes:
    """Return a figure as the bytes of a PNG of 256 colours, or of an SVG with text as text."""
    with drawing():
        return _svg(figure) if form == "svg" else _png(figure)


def _png(figure: "Figure") -> bytes:
    from PIL import Image

    raw, packed = io.BytesIO(), io.BytesIO()
    figure.savefig(raw, format="png", metadata={"Software": None})
    with Image.open(raw) as image:
        drawn = image.convert("RGB")
        few = drawn.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.putpalette(_prevailing(drawn, few))
        few.save(packed, format="png", optimize=True, dpi=(figure.dpi, figure.dpi))
    return packed.getvalue()


def _prevailing(drawn: "PILImage", few: "PILImage") -> list[int]:
    """Return a palette in which each entry is the colour of most of its pixels, not their mean.

    So flat areas and lines keep their colour, however many shades their edges have.
    """
    from PIL import Image

    entries = Image.frombytes("L", few.size, few.tobytes())
    both: Any = Image.merge("RGBA", (*drawn.split(), entries)).getcolors(few.width * few.height)
    palette = few.getpalette() or []
    for _, (*colour, entry) in sorted(both):
        palette[3 * entry : 3 * entry + 3] = colour
    return palette


def _svg(figure: "Figure") -> bytes:
    from matplotlib.text import Text

    rims = [
        (item, item.get_path_effects())
        for item in figure.findobj(Text)
        if (item.get_gid() or "").startswith(HALO)
    ]
    for item, _ in rims:
        item.set_path_effects([])
    raw = io.BytesIO()
    figure.savefig(raw, format="svg", metadata=_NO_METADATA)
    for item, effects in rims:
        item.set_path_effects(effects)
    style = (
        f'*{{stroke-linejoin: round; stroke-linecap: butt}}\n  g[id^="{HALO}"] text'
        "{paint-order: stroke; stroke: #fff; stroke-width: 2.5px}"
    )
    fallbacks = f"'{FONT}', Verdana, sans-serif"
    text = raw.getvalue().decode().replace(f"'{FONT}'", fallbacks)
    return text.replace("*{stroke-linejoin: round; stroke-linecap: butt}", style).encode()
