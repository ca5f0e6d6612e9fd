"""Counting signatures in files of our own; for commands, so that web processes load no parser."""

import io

import pikepdf


def signatures_in(content: bytes) -> int:
    """How many signature fields of a PDF file of our own are signed, timestamps apart.

    Raises:
        ValueError: it is no PDF file.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error
    with pdf:
        form = pdf.Root.get("/AcroForm")
        fields = list(form.get("/Fields", ())) if form is not None else []
        signed = 0
        while fields:
            field = fields.pop()
            fields.extend(field.get("/Kids", ()))
            value = field.get("/V")
            if field.get("/FT") == "/Sig" and isinstance(value, pikepdf.Dictionary):
                signed += value.get("/Type") != "/DocTimeStamp"
        return signed
