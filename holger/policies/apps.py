from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "holger.policies"
    label = "policies"

    def ready(self) -> None:
        self._text()
        self._around()
        self._reading()

    def _text(self) -> None:
        """Policies, their versions, and the way from a draft into force."""

    def _around(self) -> None:
        """Ready policies, what a policy is tied to, exceptions, papers, files in and out."""

    def _reading(self) -> None:
        """Who must read, who has confirmed, and what follows."""
