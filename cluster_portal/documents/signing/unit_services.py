"""With what units sign on the portal itself: the setting SIGNING_SERVICES, read and checked."""

from pathlib import Path
from typing import Annotated, Any, Literal

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Service(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text  # as the unit's officers call it
    secret: Text = "Mã PIN"  # what the owner of the key types for each signature


class TokenService(_Service):
    """A token or hardware module that this machine reaches by a PKCS#11 library."""

    kind: Literal["token"]
    library: Path
    token: Text
    key: Text
    hashes_itself: bool = True


class RemoteService(_Service):
    """A service that signs hashes by the protocol of the Cloud Signature Consortium."""

    kind: Literal["remote"]
    # Unencrypted on this machine alone.
    address: Annotated[
        str, StringConstraints(pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/])")
    ]
    credential: Text
    authorization: Text = Field(repr=False)
    algorithm: Literal["sha256_rsa", "sha256_ecdsa"]
    certificate: Path


UnitService = Annotated[TokenService | RemoteService, Field(discriminator="kind")]


def read_services(entries: Any) -> dict[str, TokenService | RemoteService]:
    """By the slug of the unit, what it may sign with.

    Raises ImproperlyConfigured, without the secrets, when an entry is wrong.
    """
    try:
        return TypeAdapter(dict[str, UnitService]).validate_python(entries)
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors(include_input=False)
        ]
        raise ImproperlyConfigured("SIGNING_SERVICES: " + "; ".join(problems)) from None
