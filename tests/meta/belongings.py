"""What single persons of the cast own, beside what their provinces and clusters do."""

from typing import Any

from allauth.mfa.models import Authenticator

from cluster_portal.accounts.models import User
from cluster_portal.accounts.single_sign_on import read_providers
from tests.factories.clusters import SubstitutionFactory
from tests.meta.world import OF_A, OF_B, PROVIDER
from tests.meta.world_exchange import give_uploads, owners_of

# Nobody listens at this address.
PROVIDERS = [
    {
        "id": PROVIDER,
        "name": "Bộ Nội vụ",
        "server_url": "http://127.0.0.1:9",
        "client_id": "cong-thi-dua",
        "secret": "bi-mat-cua-cong",
        "domains": ["moha.example.vn"],
    }
]


def give_belongings(*, binh: User, dung: User, settings: Any) -> None:
    """A substitute and uploads for each of two persons, and one identity provider.

    The keys are `OF_A` for what is Bình's, `OF_B` for what is Dũng's.
    """
    for key, owner in ((OF_A, binh), (OF_B, dung)):
        SubstitutionFactory(pk=key, appointment=owner.appointments.get())
    give_uploads(owners_of(binh=binh, dung=dung))
    settings.SOCIALACCOUNT_PROVIDERS = read_providers(PROVIDERS)


def give_passkey(owner: User, *, key: int) -> None:
    """A passkey that can be removed; nobody can sign in with it."""
    Authenticator.objects.create(
        pk=key, user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "Khóa ở cơ quan"}
    )
