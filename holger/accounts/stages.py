"""The step between password and session."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from holger.accounts import session


class FactorStage(AuthenticateStage):
    """Asks for the second factor, unless the user's provider has said in this session that it has seen one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not session.has_shown(request, self.login.user)
