"""A chain of nine events: of people, of the portal itself, with and without an address."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.audit.origin import coming_from
from tests.factories.clusters import UnitFactory


@pytest.fixture
def nine(quan: User) -> list[AuditEvent]:
    """Numbers 1 to 9; 2, 4, 6 and 8 came from 192.0.2.n."""
    for number in range(1, 10):
        with coming_from(f"192.0.2.{number}" if number % 2 == 0 else ""):
            record(
                by=quan if number % 3 else None,
                action="change",
                target=UnitFactory(name=f"Số {number}"),
                changes={"name": ["Cũ", f"Số {number} “đổi”"], "valid_to": [None, "2025-06-30"]},
                reason="Đính chính." if number == 5 else "",
            )
    return list(AuditEvent.objects.order_by("sequence"))


@pytest.fixture
def verify(capsys: pytest.CaptureFixture) -> Callable[..., tuple[bool, str]]:
    """Run the command: whether it found the audit sound, and all that it said."""

    def run(*arguments: str) -> tuple[bool, str]:
        capsys.readouterr()
        try:
            call_command("verify_audit", *arguments)
        except CommandError as error:
            assert error.returncode == 1
            return False, f"{capsys.readouterr().out}{error}"
        return True, capsys.readouterr().out

    return run
