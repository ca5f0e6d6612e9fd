"""Pledges printed to be signed."""

from dataclasses import replace

from cluster_portal.documents.render import render_pdf
from tests.documents import samples

SLUGS = (
    "hung-yen",
    "bac-ninh",
    "vinh-phuc",
    "hai-duong",
    "ha-nam",
    "nam-dinh",
    "ninh-binh",
    "quang-ninh",
    "thai-binh",
)
MANY = tuple(f"tinh-{number}" for number in range(1, 35))


def issued(slugs: tuple[str, ...] = SLUGS, **changes: object) -> bytes:
    """The pledge of 2021 with an empty signature field for each slug, and the portal's."""
    cells = zip(samples.cells(len(slugs)), slugs, strict=True)
    fields = tuple(replace(cell, field=slug) for cell, slug in cells)
    return render_pdf(samples.html_of(samples.pledge(cells=fields, **changes)))
