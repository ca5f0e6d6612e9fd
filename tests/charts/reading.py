"""Reading a drawn picture back, as a browser would see it."""

import re
import xml.etree.ElementTree as ElementTree

from cluster_portal.charts.data import Chart
from cluster_portal.charts.pictures import draw
from cluster_portal.charts.sheets import MIDDLE, Sheet

SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def drawn(chart: Chart, sheet: Sheet = MIDDLE) -> ElementTree.Element:
    """The root of the picture."""
    return ElementTree.fromstring(draw(chart, sheet))


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """The marks of a kind, in the order in which they are drawn."""
    return [one for one in root.iter() if name in one.get("class", "").split()]


def texts(root: ElementTree.Element) -> list[str]:
    """Every line of words in the picture."""
    return [(one.text or "").strip() for one in root.iter(f"{SVG}text")]


def numbers(path: str) -> list[float]:
    """The numbers of the `d` of a path."""
    return [float(found) for found in PLACE.findall(path)]
