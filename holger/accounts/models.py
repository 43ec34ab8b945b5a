"""The user: somebody who can sign in, known by e-mail address; and the count of wrong tries."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from holger.core import dates


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """``language`` and ``theme`` are empty until chosen: then the browser decides.

    ``epoch`` is part of what every session is checked against: counting it up ends them all at once.
    """

    class Theme(models.TextChoices):
        SYSTEM = "", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=5, blank=True)
    theme = models.CharField(_("Appearance"), max_length=10, blank=True, choices=Theme.choices)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=dates.now, editable=False)
    epoch = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        told = f"{self.password}:{self.epoch}"
        return salted_hmac("holger.accounts.session", told, secret=secret, algorithm="sha256").hexdigest()


class Tries(models.Model):
    """When somebody lately tried to be an account. ``key`` tells nothing of the address, which need not belong to anybody."""

    key = models.CharField(max_length=64, primary_key=True)
    times = models.JSONField(default=list)
    updated_at = models.DateTimeField(default=dates.now)

    class Meta:
        indexes = [models.Index(fields=["updated_at"], name="accounts_tries_age")]

    def __str__(self) -> str:
        return self.key
