"""What we ask of allauth that its settings do not say."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.context import request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from holger.accounts import attempts, browsers, sealing, selectors, session
from holger.accounts.models import User
from holger.jobs.services import deliver, mail_put
from holger.ui.http import way_back


class AccountAdapter(DefaultAccountAdapter):
    tried: attempts.Try | None = None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts begin with an invitation."""
        return False

    # Trying a password: on the sign-in page, to confirm who one is, and to change it.

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before looking at it. Instead of allauth's own count, which a spelling could go around."""
        self.tried = attempts.take(credentials.get("email", ""), request)
        if self.tried is None:
            from holger.accounts import services

            services.sign_in_slowed(request, credentials.get("email", ""))
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and self.tried is not None:
            attempts.give_back(self.tried)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        from holger.accounts import services  # which knows allauth's models, and allauth asks for this adapter first

        services.sign_in_failed(request, credentials.get("email", ""), "password")

    # Coming in, and showing that one is still there.

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        browsers.remember(request, response, user.email)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not session.is_confirmed(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The way the user came in by first: whoever uses a passkey need not know a password."""
        words = {
            "reauthenticate": gettext("Use your password"),
            "mfa_reauthenticate": gettext("Use a code"),
            "mfa_reauthenticate:webauthn": gettext("Use your passkey"),
        }
        ways = [{**way, "description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]
        by_passkey = context.request is not None and "passwordless" in str(
            session.get_authentication_records(context.request, user)
        )
        return sorted(ways, key=lambda way: by_passkey and not way["id"].endswith("webauthn"))

    # Mail
    def is_safe_url(self, url: str) -> bool:
        """Where one goes after signing in or out: on this site, whatever other hosts it answers for."""
        return bool(url) and way_back(context.request, url, "") != ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the receiver's language, not in that of whoever asked; written down here, sent by the worker."""
        language = getattr(context.get("user"), "language", "") or translation.get_language()
        with translation.override(language):
            told = {"email": email, **context, "base_url": settings.BASE_URL}
            message = self.render_mail(template_prefix, email, told)
            mail = mail_put(organisation_id=None, recipient=email, subject=message.subject, body=str(message.body))
        if settings.MAIL_AT_ONCE:
            deliver(mail.pk)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """When the answer has left: that a mail is on its way must not show by the clock."""
        from holger.accounts import services

        request, send = self.request, super().send_password_reset_mail

        def work() -> None:
            with request_context(request):
                send(user, email, context)

        services.later(request, work)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in a mail is ours, whatever host the request claimed to be for."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets lie sealed in the database; passkeys belong to the address that people use, not to the request's."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.opened(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  (allauth's word)
        """Called after the browser it is made in, until its owner says otherwise."""
        return selectors.browser_name(context.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PASSKEY_HOST, "name": "holger"}
