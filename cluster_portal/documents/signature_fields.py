"""Empty signature fields in a printed PDF, made from the document's own check boxes.

A template puts `<input type="checkbox" name="ky.hung-yen" title="Chữ ký số của …">` where a
signature is to stand; the style sheet gives it its size. WeasyPrint then places the widget, tags
it and describes it; this module only turns the widget into an empty signature field. The portal's
own confirmation has a field of the same kind, `SEAL`: a file that somebody has signed takes no new
field that is seen, so it must be there from the beginning.
"""

from typing import Any

import pydyf

PREFIX = "ky."
SEAL_INPUT = "con.dau.cong"
SEAL = "con_dau_cong"
STAMP_CLASS = "stamp"
# Printed, and locked against being moved (ISO 32000-1, table 165).
_PRINT_AND_LOCKED = 4 + 128
_OF_CHECK_BOXES = ("DA", "V", "AS", "AP", "MK", "Border", "MaxLen", "Ff")


def field_name(slug: str) -> str:
    """The field in which the unit `slug` signs; a dot has a meaning of its own in PDF."""
    return (PREFIX + slug).replace(".", "_")


def has_signature_fields(html: str) -> bool:
    """Whether the document is one to be signed."""
    return f'name="{PREFIX}' in html


def is_stamp(html: str) -> bool:
    """Whether the document is one small page to be seen in a signature field, see `stamps`."""
    return f'<body class="{STAMP_CLASS}' in html


def make_signature_fields(document: Any, pdf: pydyf.PDF) -> None:
    """Turn the check boxes for signatures into empty signature fields: a WeasyPrint finisher."""
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    for page in document.pages:
        for inputs in page.forms.values():
            for box, _ in inputs:
                name = box.element.get("name", "")
                if name == SEAL_INPUT:
                    _make_field(pdf, box.widget_annotation, SEAL)
                elif name.startswith(PREFIX):
                    _make_field(pdf, box.widget_annotation, field_name(name.removeprefix(PREFIX)))
    for item in pdf.objects:
        # pyHanko takes a signed field's change for an attack when its element holds a list.
        if isinstance(item, dict) and item.get("S") == "/Form" and isinstance(item["K"], list):
            (item["K"],) = item["K"]
    # Forbidden in PDF/A, and signature fields need no fonts of the form.
    for key in ("DR", "NeedAppearances"):
        form.pop(key, None)
    form["SigFlags"] = 3  # there are signatures; the file may only be appended to


def _make_field(pdf: pydyf.PDF, widget: pydyf.Dictionary, name: str) -> None:
    left, right = sorted((widget["Rect"][0], widget["Rect"][2]))
    bottom, top = sorted((widget["Rect"][1], widget["Rect"][3]))
    # PDF/A wants an appearance in every widget: the check box's own, emptied.
    reference = next(iter(widget["AP"]["N"].values()))
    empty = pdf.objects[int(reference.split()[0])]
    empty.stream = [b""]
    empty.extra["Resources"] = pydyf.Dictionary({})
    empty.extra["BBox"] = pydyf.Array([0, 0, round(right - left, 2), round(top - bottom, 2)])
    for key in _OF_CHECK_BOXES:
        widget.pop(key, None)
    widget.update(
        {
            "FT": "/Sig",
            "T": pydyf.String(name),
            "Rect": pydyf.Array([round(side, 2) for side in (left, bottom, right, top)]),
            "F": _PRINT_AND_LOCKED,
            "AP": pydyf.Dictionary({"N": empty.reference}),
        }
    )
