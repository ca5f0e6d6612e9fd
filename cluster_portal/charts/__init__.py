"""Charts for pages and documents: plain data in, SVG of our own templates out. Knows no domain.

A view makes one of the charts of `data` or `tile_maps`; `{% chart %}` puts it into a page,
`{% document_chart %}` into a document. The modules named after the forms place the marks.
"""
