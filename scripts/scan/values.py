"""Values that nobody's browser sends, for every place of a request where something can stand."""

import string
from random import Random

LONG = 3_000  # characters

ODD_TEXTS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\u202egnp.exe",
    "\u2066a\u2069",
    "\ufeff",
    "😀" * 20,
    "e\u0301\u0323" * 30,
    "ﷺ" * 50,
    "İı",
    "ẞß",
    "x" * LONG,
    "-1",
    "0",
    "1e309",
    "NaN",
    "Infinity",
    "99999999999999999999999",
    "1.234.567,89",
    "31/2/2024",
    "0000-00-00",
    "9999-12-31",
    "true",
    "null",
    "undefined",
    "[]",
    "{}",
    '{"a": [1',
    "' OR '1'='1",
    '"; DROP TABLE clusters_unit; --',
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}{% debug %}",
    "${jndi:ldap://127.0.0.1:9/a}",
    "=HYPERLINK(A1)",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "%00",
    "%2e%2e%2f",
    "%",
    "\r\nSet-Cookie: stolen=1",
    "//evil.example/",
    "javascript:alert(1)",
    "http://127.0.0.1:9/",
    "٣",
    "\x1b[31m",
    "\x85",
    "\ud7ff\ue000\ufffd",
)

_SLUGS = ("a", "x" * 300, "khong-co", "-", "_", "A-B", "0")
_INTEGERS = (0, 1, 2024, 9999, 10000, 2**31, 2**63, 2**64, 10**30)
_METHODS = ("GET",) * 6 + ("POST",) * 3 + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
_NAMES = (
    *("q", "page", "sort", "next", "o", "p", "e", "_popup", "_to_field", "term", "app_label"),
    *("model_name", "field_name", "csrfmiddlewaretoken", "year__gte", "id", "a[]", "format"),
)
_HEADERS = (
    *("Accept", "Accept-Language", "Accept-Encoding", "Referer", "Origin", "User-Agent"),
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Requested-With"),
    *("If-None-Match", "If-Modified-Since", "Range", "Content-Type", "Authorization"),
    *("X-HTTP-Method-Override", "HX-Request", "Cookie"),
)
_HEADER_VALUES = (
    *("*/*", "application/json", "text/html;q=nonsense", "bytes=0-,99999999-", '"', 'W/"x"'),
    *("Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 99 Foo 99999", 'a=b; sessionid="', "=;=;", "vi;q=2"),
    *("multipart/form-data", "application/x-www-form-urlencoded; charset=utf-32"),
)
_BODIES = (b"{", b"[" * 2_000, b"a=%ff&b=%00", b"--x\r\n\r\n--x--", b"\xff\xfe" * 50)
_UPLOADS = (
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    ("../../a.pdf", b"%PDF-1.7\n%%EOF"),
    ("a\u202efdp.exe", b"MZ"),
    ("x" * 400 + ".png", b"\x89PNG\r\n\x1a\n"),
    ("a.xlsx", b"PK\x03\x04" + bytes(60)),
    ("", b""),
)


def text(source: Random) -> str:
    """One of the odd texts, letters from all of Unicode, or a number of any size."""
    kind = source.random()
    if kind < 0.5:
        return source.choice(ODD_TEXTS)
    if kind < 0.7:
        return str(source.randint(-(2**70), 2**70))
    letters = (
        chr(source.choice((source.randrange(0xD800), source.randrange(0xE000, 0x110000))))
        for _ in range(source.randrange(40))
    )
    return "".join(letters)


def slug(source: Random) -> str:
    """A part of a path that looks like a real one."""
    if source.random() < 0.5:
        return source.choice(_SLUGS)
    letters = string.ascii_lowercase + string.digits + "-_"
    return "".join(source.choices(letters, k=source.randint(1, 40)))


def integer(source: Random) -> str:
    """A number where a path takes one."""
    return str(source.choice(_INTEGERS))


def part(source: Random) -> str:
    """A part of a path that takes anything."""
    return source.choice((slug, text))(source)


def pairs(source: Random) -> list[tuple[str, str]]:
    """Names and values of a query or a form, up to four, names the portal uses among them."""
    return [
        (source.choice((*_NAMES, text(source))), text(source)) for _ in range(source.randrange(5))
    ]


def method(source: Random) -> str:
    """A method, mostly GET or POST."""
    return source.choice(_METHODS)


def headers(source: Random) -> dict[str, str]:
    """Up to two odd headers."""
    return {
        source.choice(_HEADERS): source.choice(_HEADER_VALUES) for _ in range(source.randrange(3))
    }


def body(source: Random) -> bytes:
    """A body that is no form."""
    return source.choice((*_BODIES, source.randbytes(source.randrange(300))))


def upload(source: Random) -> tuple[str, bytes]:
    """A file: its name and its content."""
    return source.choice(_UPLOADS)
