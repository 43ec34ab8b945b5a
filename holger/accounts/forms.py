"""What is asked on the user's own pages, and allauth's forms where they compare something secret."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from holger.accounts import attempts, services
from holger.accounts.models import User

UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What the library raises at something that no browser would send."""
CODE_LASTS = 90  # seconds, with the minute around it in which a clock may be off


class ProfileForm(forms.Form):
    """What users decide for themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser")), *settings.LANGUAGES]
    )
    theme = forms.ChoiceField(label=_("Appearance"), required=False, choices=User.Theme.choices)


class PasswordForm(ChangePasswordForm):
    """Changing the password: the old one is tried like any other."""

    def clean_oldpassword(self) -> str:
        password = self.cleaned_data.get("oldpassword", "")
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class CountedCode:
    """A code is a try at the account like a password."""

    user: User
    cleaned_data: dict[str, Any]

    def once(self, code: str) -> bool:
        """Is this the first time that the code is used?"""
        plain = "".join(filter(str.isalnum, code)).upper()
        return cache.add(f"code:{self.user.pk}:{plain}", True, CODE_LASTS)

    def clean_code(self) -> str:
        tried = attempts.take(self.user.email, context.request)
        if tried is None:
            services.sign_in_slowed(context.request, self.user.email)
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if not self.once(code):
                raise get_factor_adapter().validation_error("incorrect_code")
        except forms.ValidationError:
            services.sign_in_failed(context.request, self.user.email, "code")
            raise
        attempts.give_back(tried)
        return code


class CodeForm(CountedCode, AuthenticateForm):
    """The second step of signing in."""


class ConfirmByCodeForm(CountedCode, ReauthenticateForm):
    """Showing by a code that one is still the same."""


class AppForm(CountedCode, ActivateTOTPForm):
    """Setting up an app: the first code shows that it has the secret, and opens nothing."""

    def once(self, code: str) -> bool:
        return True


class Signed:
    """What the browser says that a passkey has signed. Whoever sends something else is told that it does not fit."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as error:
            raise get_factor_adapter().validation_error("incorrect_code") from error


class SignInForm(Signed, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class SignedForm(Signed, AuthenticateWebAuthnForm):
    """The second step of signing in."""


class ConfirmByPasskeyForm(Signed, ReauthenticateWebAuthnForm):
    """Showing by a passkey that one is still the same."""


class PasskeyForm(AddWebAuthnForm):
    """A passkey signs in by itself, unless its owner says that it is only to be a second step."""

    passwordless = forms.BooleanField(required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except UNREADABLE as error:
            raise get_factor_adapter().validation_error("incorrect_code") from error
