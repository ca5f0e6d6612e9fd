"""Declared tables as files: Excel and CSV for people, JSON for programs."""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cluster_portal.pages.datasets import Dataset
from cluster_portal.pages.generated import is_generated
from cluster_portal.pages.limits import limited
from cluster_portal.pages.spreadsheets import Sheet, csv_response, spreadsheet_response

JSON_CONTENT_TYPE = "application/json"
SHEETS: dict[str, Callable[[Sheet, str], HttpResponseBase]] = {
    "xlsx": spreadsheet_response,
    "csv": csv_response,
}


def file_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view of `…<ending:ending>`: read only, limited as downloads or as data are."""
    of_sheets, of_data = limited("spreadsheet")(view), limited("data")(view)

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, ending: str, **kwargs: Any) -> HttpResponseBase:
        kept = of_data if ending == "json" else of_sheets
        return kept(request, *args, ending=ending, **kwargs)

    return answer


def data_content(dataset: Dataset, content: dict[str, Any]) -> bytes:
    """What a JSON file of `dataset` holds: the same bytes for the same `content`.

    Of data made by machine it says so: "generated".
    """
    about = f"{reverse('open-data:dictionary')}#{dataset.key}"
    data = {"table": dataset.key, "dictionary": about, "licence": settings.DATA_LICENCE}
    if is_generated():
        data["generated"] = True
    text = json.dumps(data | content, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def rows_content(dataset: Dataset, rows: Iterable[Any], **more: Any) -> bytes:
    """The same of a table that is nothing but rows; `more` stands before them."""
    return data_content(dataset, more | {"rows": dataset.records(rows)})


def checksum(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def data_response(request: HttpRequest, content: bytes) -> HttpResponseBase:
    """The bytes under their checksum as ETag; 304 where the reader has them."""
    response = HttpResponse(content, content_type=JSON_CONTENT_TYPE)
    response["ETag"] = f'"{checksum(content)}"'
    # It may hold what only this reader may see.
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def table_response(
    request: HttpRequest, dataset: Dataset, rows: Iterable[Any], *, name: str, ending: str
) -> HttpResponseBase:
    """The rows as the file that is asked for; sheets read them as they are sent."""
    if ending == "json":
        return data_response(request, rows_content(dataset, rows))
    return SHEETS[ending](dataset.sheet(rows), f"{name}.{ending}")
