"""The user: signs in by e-mail; what he or she may do is an Appointment, not a flag here."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cluster_portal.accounts.fields import LowerCaseEmailField, PersonNameField
from cluster_portal.accounts.passwords import normalise_password
from cluster_portal.database.fields import SearchTextField

DEMO_DOMAIN = "demo.example"  # of the accounts whose password is published


class UserManager(BaseUserManager):
    """Creates accounts; e-mail addresses are kept in lower case."""

    def create_user(
        self, email: str, password: str | None = None, *, full_name: str, **fields: Any
    ) -> "User":
        """Return a saved account; without a password nobody can sign in with it yet."""
        user = self.model(email=email, full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=username)


class User(AbstractBaseUser):
    """A person with an account. Closing it (`is_active`) keeps the name in the history."""

    email = LowerCaseEmailField(
        "thư điện tử",
        unique=True,
        error_messages={"unique": "Thư điện tử này đã có tài khoản."},
    )
    full_name = PersonNameField("họ và tên", max_length=150)
    is_active = models.BooleanField("đang hoạt động", default=True)
    created_at = models.DateTimeField("ngày tạo", default=timezone.now, editable=False)
    # Every session is bound to this number: raising it ends them all, wherever they are.
    session_round = models.PositiveIntegerField("lượt phiên", default=0, editable=False)
    search_text = SearchTextField(sources=("full_name", "email"))

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("full_name",)

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ("full_name", "pk")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Thư điện tử này đã có tài khoản.",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="Thư điện tử viết bằng chữ thường.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def set_password(self, raw_password: str | None) -> None:
        """Keep the hash of a password in NFC; None means that nobody can sign in with one."""
        super().set_password(raw_password and normalise_password(raw_password))

    def check_password(self, raw_password: str) -> bool:
        """Whether `raw_password` is the password, whichever way its letters were composed."""
        return super().check_password(normalise_password(raw_password))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own covers the password alone.
        salt = "cluster_portal.accounts.models.User.session"
        value = f"{self.session_round}:{self.password}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_demo(self) -> bool:
        """Whether this is one of the accounts whose password is published."""
        return self.email.endswith(f"@{DEMO_DOMAIN}")

    @property
    def is_staff(self) -> bool:
        """Whether the administration site lets the user in."""
        return self.has_perm("administer")

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether an authentication backend grants `permission`; appointments do, not flags."""
        return self.is_active and any(
            backend.has_perm(self, permission, obj)
            for backend in get_backends()
            if hasattr(backend, "has_perm")  # one of them only counts failures
        )

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the administration site shows the app."""
        return self.is_staff


class MutedMail(models.Model):
    """A kind of e-mail that somebody does without; `mail_kinds.mail_kinds` has the kinds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản",
        on_delete=models.CASCADE,
        related_name="muted_mails",
    )
    kind = models.CharField("loại thư", max_length=40)

    class Meta:
        verbose_name = "thư báo không nhận"
        verbose_name_plural = "thư báo không nhận"
        ordering = ("user", "kind", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "kind"),
                name="muted_mail_once",
                violation_error_message="Loại thư này đã tắt.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"
