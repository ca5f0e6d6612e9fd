"""Identity providers of ministries and provinces, as the setting SINGLE_SIGN_ON lists them."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)


def _encrypted(address: str) -> str:
    parts = urlsplit(address)
    on_this_machine = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    if not (parts.scheme == "https" and parts.hostname) and not on_this_machine:
        raise ValueError("must be an https address")
    return address.rstrip("/")


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.[a-z]+$", to_lower=True)]


class Provider(BaseModel):
    """One identity provider; `domains` are those whose addresses it may vouch for."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
    name: Text
    server_url: Annotated[str, AfterValidator(_encrypted)]
    client_id: Text
    secret: Text
    domains: Annotated[list[Domain], Field(min_length=1)]


def read_providers(entries: Any) -> dict[str, Any]:
    """Turn the setting into allauth's SOCIALACCOUNT_PROVIDERS, with PKCE for each of them.

    Raises ImproperlyConfigured, without the secrets, when an entry is wrong.
    """
    try:
        providers = TypeAdapter(list[Provider]).validate_python(entries)
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors(include_input=False)
        ]
        raise ImproperlyConfigured("SINGLE_SIGN_ON: " + "; ".join(problems)) from None
    if len({provider.id for provider in providers}) < len(providers):
        raise ImproperlyConfigured("SINGLE_SIGN_ON: an id stands twice")
    apps = [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {"server_url": provider.server_url, "domains": provider.domains},
        }
        for provider in providers
    ]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
