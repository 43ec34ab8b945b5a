"""Mail, under Settings: how it leaves, whether it arrives, and who gets how much."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holger.jobs import selectors as jobs
from holger.jobs.models import Mail, State
from holger.jobs.transport import Transport, transport
from holger.tasks import services
from holger.tasks.permissions import SETTINGS
from holger.tasks.selectors import mail as selectors
from holger.ui import cells, http
from holger.ui.http import act, needs
from holger.ui.pages import Fact, Page

LOOKS = {
    State.WAITING: ("none", "clock"),
    State.DONE: ("ok", "check"),
    State.FAILED: ("crit", "alert-triangle"),
}


class MailSettings(Page):
    permission, menu = SETTINGS, "organisation:settings"
    template = "tasks/mail_settings.html"
    title = gettext_lazy("Mail")
    lead = gettext_lazy("How mail leaves holger, whether it arrives, and who gets how much of it.")

    def admit(self) -> None:
        super().admit()
        selectors.must_see_all(self.request.actor)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render("tasks/mail_settings.html#test" if http.is_partial(request) else "")

    def context(self) -> dict[str, Any]:
        test = selectors.latest_test(self.actor)
        told: dict[str, Any] = {
            "transport": transport(),
            "test": test,
            "test_state": state(test),
            "works": bool(jobs.living()),
        }
        if not http.is_partial(self.request):
            told |= {"facts": facts(transport()), "reached": selectors.reached(self.actor)}
        return told


def state(mail: Mail | None) -> Any:
    """A mail that was tried without success and will be tried again has failed so far."""
    if mail is None:
        return ""
    if mail.state == State.WAITING and mail.error:
        return cells.badge(_("Did not go out"), "high", "alert-triangle")
    level, icon = LOOKS.get(State(mail.state), ("none", ""))
    words = {State.WAITING: _("On its way"), State.DONE: _("Gone out"), State.FAILED: _("Did not go out")}
    return cells.badge(words.get(State(mail.state), ""), level, icon)


def facts(way: Transport) -> list[Fact]:
    """What the installation was told of mail, without the password."""
    if not way.leaves:
        return [
            Fact(_("Where mail goes"), _("Into files on the server") if way.kind == "file" else _("Nowhere")),
            *([Fact(_("Folder"), way.folder)] if way.folder else []),
            Fact(_("Sender"), way.sender),
        ]
    encryption = {"starttls": _("STARTTLS"), "tls": _("TLS"), "none": _("None: only within your own network")}
    return [
        Fact(_("Mail server"), way.host),
        Fact(_("Port"), str(way.port)),
        Fact(_("Encryption"), encryption[way.encryption]),
        Fact(_("User"), way.user or _("None"), _("The password is not shown.") if way.user else ""),
        Fact(_("Sender"), way.sender),
    ]


@needs(SETTINGS)
@require_POST
def mail_test(request: HttpRequest) -> HttpResponse:
    def told(mail: Mail) -> str:
        return _("A mail to %(address)s is on its way.") % {"address": mail.recipient}

    return act(request, told, request.url("tasks:mail-settings"), lambda: services.mail_test(actor=request.actor))
