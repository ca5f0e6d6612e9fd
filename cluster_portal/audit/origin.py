"""From where the present request comes, known to `record` without a request passed around."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_address: ContextVar[str] = ContextVar("audit_address", default="")


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Events recorded inside come from `address`; what is no IP address counts as unknown."""
    token = _address.set(normalised(address))
    try:
        yield
    finally:
        _address.reset(token)


def current_address() -> str:
    """The client's address; empty outside a request."""
    return _address.get()


def normalised(address: str) -> str:
    """Return an IP address in its one short form, IPv4 where it is one; else an empty text."""
    try:
        found = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)
