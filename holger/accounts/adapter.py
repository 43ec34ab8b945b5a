"""What we ask of allauth that its settings do not say."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from holger.jobs.services import deliver, mail_put


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts begin with an invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the receiver's language, not in that of whoever asked; written down here, sent by the worker."""
        language = getattr(context.get("user"), "language", "") or translation.get_language()
        with translation.override(language):
            told = {"email": email, **context, "base_url": settings.BASE_URL}
            message = self.render_mail(template_prefix, email, told)
            mail = mail_put(organisation_id=None, recipient=email, subject=message.subject, body=str(message.body))
        if settings.MAIL_AT_ONCE:
            deliver(mail.pk)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by the account alone. allauth adds the host name that the request claims, with its
        port, which whoever guesses could change from one guess to the next."""
        return str(credentials.get("email", credentials.get("username", ""))).lower()

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in a mail is ours, whatever host the request claimed to be for."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)
