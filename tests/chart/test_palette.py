"""Colours and marks: kept in the file, told apart in every sight."""

import io
import math
from collections.abc import Iterator
from itertools import combinations

from PIL import Image

import corridor as co
from corridor.chart import charts as chart
from corridor.chart.canvas import palette as _palette
from support.bundled import bundled_network

NET = bundled_network()


ASKED = (
    ("Xi'an", "Istanbul", "middle"),
    ("Xi'an", "Istanbul", "northern"),
    ("China", "Türkiye", "middle"),
    ("China", "Western Europe", "middle"),
    ("Xi'an", "Duisburg", "northern"),
    ("Xi'an", "Duisburg", "middle"),
    ("Xi'an", "Duisburg", "southern"),
    ("Xi'an", "Duisburg", "suez"),
    ("Xi'an", "Duisburg", "cape"),
    ("Shanghai", "Piraeus", "cape"),
    ("Aktau", "Alat", "middle"),
    ("Xi'an", "Baku", "middle"),
)


ROUTES = {
    f"{origin}-{end}-{corridor}": co.find_route(NET, origin, end, corridor=corridor)
    for origin, end, corridor in ASKED
}


FOUR = [ROUTES[f"Xi'an-Duisburg-{name}"] for name in ("northern", "middle", "suez", "cape")]


def colours(picture: bytes) -> set[tuple[int, ...]]:
    with Image.open(io.BytesIO(picture)) as image:
        assert image.mode == "P"
        pixels = image.convert("RGB").getcolors(10**6) or []
    return {colour for count, colour in pixels if count > 20 and isinstance(colour, tuple)}


def test_the_palette_keeps_the_colours_of_stops_and_lines() -> None:
    """To the last digit, though a picture of many shades is made one of 256 colours."""
    found = colours(chart.picture(chart.time_distance(NET, FOUR), "png"))
    wanted = [_palette.STANDING, *(look.line for look in _palette.looks(r.corridors for r in FOUR))]
    for colour in wanted:
        assert tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5)) in found, colour


def test_marks_differ_without_colour() -> None:
    """Low, nine in ten, vessel and typical differ in dashes; on a map every corridor does."""
    styles = [_palette.SOLID, _palette.LONG, _palette.DOTS, _palette.VESSEL]
    assert all(one != other for one, other in combinations(styles, 2))
    ids = ("northern", "middle", "suez", "cape", "southern")
    dashes = [look.dashes for look in _palette.looks((name,) for name in ids)]
    assert all(one != other for one, other in combinations(dashes, 2))


def test_corridors_differ_in_every_sight() -> None:
    """By CIE76 in normal, protan, deutan and tritan sight (Machado and others 2009)."""
    ids = ("northern", "middle", "suez", "cape", "southern")
    drawn = [look.line for look in _palette.looks((name,) for name in ids)]
    shades = [*drawn, _palette.STANDING, _palette.INK]
    for one, other in combinations(shades, 2):
        assert min(math.dist(a, b) for a, b in zip(seen(one), seen(other), strict=True)) >= 20


SIGHTS = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
)


TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def seen(colour: str) -> Iterator[tuple[float, float, float]]:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    for sight in SIGHTS:
        rgb = [min(1.0, max(0.0, sum(map(float.__mul__, row, linear)))) for row in sight]
        whites = (0.9505, 1.0, 1.089)
        xyz = [
            sum(map(float.__mul__, row, rgb)) / white
            for row, white in zip(TO_XYZ, whites, strict=True)
        ]
        x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
        yield (116 * y - 16, 500 * (x - y), 200 * (y - z))
