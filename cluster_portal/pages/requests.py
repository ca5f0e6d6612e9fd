"""Requests are read as UTF-8, whatever encoding they claim."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

UNKNOWN = "unknown"  # an encoding that FormEncodingMiddleware refuses


class Utf8Request(WSGIRequest):
    """Leaves the encoding that a request claims to FormEncodingMiddleware.

    Django takes it over and reads the query with it while the request is being made: with one that
    is none for text (hex, rot13) that fails before there is anything to answer with a page.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(
                meta.get("CONTENT_TYPE", "")
            )
        except ValueError:  # a parameter in an encoding that nobody knows (RFC 2231)
            self.content_type, self.content_params = "", {"charset": UNKNOWN}


class Utf8Handler(WSGIHandler):
    """The portal's WSGI application; Django has to be set up before."""

    request_class = Utf8Request
