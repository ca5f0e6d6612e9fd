"""What becomes of a colour in grey print and to colour-blind eyes."""

from itertools import combinations

# Machado, Oliveira, Fernandes (2009), "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", severity 1.0; on linear red, green and blue.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
# sRGB to CIE XYZ with the white point D65 (IEC 61966-2-1).
_TO_XYZ = (
    (0.4124, 0.3576, 0.1805),
    (0.2126, 0.7152, 0.0722),
    (0.0193, 0.1192, 0.9505),
)
_WHITE = (0.9505, 1.0, 1.089)
Colour = tuple[float, float, float]


def linear(code: str) -> Colour:
    """The light of a colour written "#1e5f8b"."""
    shares = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares
    )


def _times(matrix: tuple[Colour, ...], colour: Colour) -> Colour:
    return tuple(sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)


def seen(colour: Colour, blindness: str | None) -> Colour:
    """What is left of a colour to an eye."""
    if blindness is None:
        return colour
    return tuple(min(max(one, 0.0), 1.0) for one in _times(BLINDNESS[blindness], colour))


def luminance(colour: Colour) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    return _times(_TO_XYZ, colour)[1]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(linear(one)), luminance(linear(other))))
    return (high + 0.05) / (low + 0.05)


def lab(colour: Colour) -> Colour:
    """CIE L*, a*, b*; L* is what a grey printer leaves."""
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (a / b for a, b in zip(_times(_TO_XYZ, colour), _WHITE, strict=True))
    )
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def lightness(code: str) -> float:
    """CIE L* from 0 to 100."""
    return lab(linear(code))[0]


def least_difference(codes: tuple[str, ...], blindness: str | None) -> float:
    """How far apart the two most alike of `codes` are to an eye (CIE 1976)."""
    places = [lab(seen(linear(code), blindness)) for code in codes]
    return min(
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in combinations(places, 2)
    )
