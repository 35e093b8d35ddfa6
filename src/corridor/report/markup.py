"""HTML from texts: everything that is not ours is escaped, links lead to the web only."""

import html
from collections.abc import Iterable, Sequence

from corridor import text as _text

SAFE = ("http://", "https://")


class Markup(str):
    """HTML of our own making, which is not escaped again."""

    __slots__ = ()


def text(words: str) -> Markup:
    """Return a text as HTML that shows just that.

    >>> text("<b> & 'c'")
    '&lt;b&gt; &amp; &#x27;c&#x27;'
    """
    return words if isinstance(words, Markup) else Markup(html.escape(_text.shown(words)))


def tag(name: str, *parts: str, **attributes: str) -> Markup:
    """Return an element; a name of an attribute may end in _ and has _ for -.

    >>> tag("p", "1 < 2", class_="note")
    '<p class="note">1 &lt; 2</p>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(_text.shown(value))}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{given}>{joined(parts)}</{name}>")


def joined(parts: Iterable[str]) -> Markup:
    """Return parts one after another; those that are not HTML are escaped."""
    return Markup("".join(map(text, parts)))


def link(words: str, address: str | None) -> Markup:
    """Return a link to a web address, or the words alone where it is none.

    >>> link("Home", "javascript:alert(1)")
    'Home'
    """
    if address is None or not address.casefold().startswith(SAFE):
        return text(words)
    return tag("a", words, href=address, rel="noopener noreferrer")


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, left: Sequence[int] = (0,), own: int = -1
) -> Markup:
    """Return a table; the first column names the rows, one row may be marked as the own one.

    A table without rows is left out.
    """
    names = [
        tag("th", cell, scope="col", class_="l" if n in left else "r")
        for n, cell in enumerate(head)
    ]
    body = []
    for number, row in enumerate(rows):
        cells = [tag("th", row[0], scope="row")]
        cells += [
            tag("td", cell, class_="l" if n in left else "r") for n, cell in enumerate(row[1:], 1)
        ]
        body.append(tag("tr", *cells, **({"class_": "own"} if number == own else {})))
    if not body:
        return Markup("")
    whole = tag("table", tag("thead", tag("tr", *names)), tag("tbody", *body))
    return tag("div", whole, class_="wide", tabindex="0", role="region", aria_label=head[0])


def figure(picture: str, label: str, narrow: Sequence[str] = ()) -> Markup:
    """Return a picture, with others for narrow screens and what it is for who cannot see it."""
    kinds = [("chart broad" if narrow else "chart", picture)]
    kinds += [("chart narrow", item) for item in narrow]
    images = (
        tag("div", Markup(item), class_=kind, role="img", aria_label=label) for kind, item in kinds
    )
    return tag("figure", *images)


def section(heading: str, *parts: str) -> Markup:
    """Return a part of a page under its heading."""
    return tag("section", tag("h2", heading), *parts)


def folded(summary: str, *parts: str, is_open: bool = False) -> Markup:
    """Return a part that can be folded away."""
    start = Markup("<details open>" if is_open else "<details>")
    return joined([start, tag("summary", summary), *parts, Markup("</details>")])
