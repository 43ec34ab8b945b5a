"""The portal: pages for somebody at a supplier, who has no account and sees one questionnaire.

The link in the mail shows a page with a button and nothing else: mail scanners open links, and what they open must stay
good. The button is exchanged for a session of the portal's own: a cookie that is sent to this questionnaire's addresses
alone, and knows no user. Whatever is wrong, the answer is the same page of something that is not there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holger.core import dates, tenancy, trace
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import Reason
from holger.evidence import store
from holger.evidence.rules import kind_of
from holger.exchange.limits import MEGABYTE
from holger.exchange.unreadable import Unreadable
from holger.organisation.models import Organisation
from holger.suppliers import services
from holger.suppliers.forms.portal import ColleagueForm, SubmitForm, said_from_sheet, said_in
from holger.suppliers.models.sendings import Attachment, SendingState
from holger.suppliers.register.portal_sheet import sheet_file, sheet_read
from holger.suppliers.rules.sending import VISIT_LASTS
from holger.suppliers.selectors import portal as selectors
from holger.suppliers.selectors.portal import Guest
from holger.suppliers.services.portal import HANDED_IN
from holger.suppliers.tables import portal as tables
from holger.ui import http
from holger.ui.http import OPEN, needs

COOKIE = "holger-portal"
SAID = {
    "saved": _("It is saved. You can go on now or later."),
    "more": _("It is saved. Your answers bring more questions, which you find here."),
    "reused": _("Last time’s answers are taken over. Look through them, section by section."),
    "dropped": _("The file is taken off."),
    "taken": _("The answers of the sheet are saved. Look through them, and hand in when you are ready."),
    "invited": _("A link is on its way to your colleague."),
    "submitted": _("Thank you. It is handed in."),
    "replied": _("Your reply is sent."),
}
"""What is said after something was done; told in the address, because a guest has no session to keep it in."""
RATES = {"portal": "240/m/ip", "link": "30/m/ip", "sheet": "20/m/ip"}
"""From one address; a whole firm may sit behind one."""

SHEET_MOST = 5 * MEGABYTE
"""A questionnaire's sheet is some 20 kB."""

Page = Callable[..., HttpResponseBase]


def cookie_name() -> str:
    """Bound to an address below the host, so that it cannot be called ``__Host-``; behind TLS it is sent by TLS alone."""
    return f"__Secure-{COOKIE}" if settings.TLS else COOKIE


def limited(action: str) -> Callable[[Page], Page]:
    def decorate(view: Page) -> Page:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not ratelimit.consume(request, app="holger.suppliers", action=action, config=RATES, limit_get=True):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def gone(request: HttpRequest, secret: str = "") -> HttpResponse:
    """The same for a link that was used, has expired, was taken back, is somebody else's or never was."""
    told = {"secret": secret, "asked": False, "languages": switch(request) if secret else ()}
    return render(request, "suppliers/portal/gone.html", told, status=404)


# The link in the mail


def by_link(view: Page) -> Page:
    """The address holds a secret: it is told to nobody, not even to our own files. With no address told, browsers say of a
    form that it comes from nowhere, so what it comes from is asked of another header than Django asks."""

    counted = limited("link")(view)

    @needs(OPEN)
    @never_cache
    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, secret: str) -> HttpResponseBase:
        wanted = request.GET.get("language", "")
        with (
            translation.override(wanted)
            if wanted in dict(settings.LANGUAGES)
            else translation.override(translation.get_language())
        ):
            answer = foreign(request) or counted(request, secret)
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return checked


def foreign(request: HttpRequest) -> HttpResponse | None:
    """A form that another site has made the browser send."""
    told = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method == "POST" and told not in ("same-origin", "none"):
        return HttpResponse(status=403)
    return None


@by_link
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Opening it changes nothing; the button lets whoever presses it in, once."""
    organisation = selectors.organisation_of_link(secret)
    if organisation is None:
        return gone(request, secret)
    with tenancy.answering(organisation.pk):
        if request.method == "POST":
            exchanged = services.link_exchange(secret=secret)
            return let_in(request, *exchanged) if exchanged else gone(request, secret)
        found = selectors.link_by(secret)
        if found is None or not selectors.opens(found):
            return gone(request, secret)
        return door(request, found)


def door(request: HttpRequest, found: Any) -> HttpResponse:
    """Without a choice of theirs it is in the language that the mail was written in."""
    chosen = request.GET.get("language") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    with translation.override(translation.get_language() if chosen else found.language):
        told = {
            "house": found.organisation,
            "sending": found.sending,
            "title": found.sending.version_sent.title,
            "to": found,
            "languages": switch(request),
            "language": translation.get_language(),
        }
        return render(request, "suppliers/portal/link.html", told)


def switch(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The languages, by links: a page that tells no address cannot post to another."""
    now = (translation.get_language() or "")[:2]
    return [(key, name, key == now) for key, name in (("da", "Dansk"), ("en", "English"))]


def let_in(request: HttpRequest, found: Any, key: str) -> HttpResponse:
    """To the clean address, with the cookie that opens it."""
    home = reverse("portal:home", kwargs={"pk": found.sending_id})
    answer = HttpResponseRedirect(home)
    seconds = int(VISIT_LASTS.total_seconds())
    answer.set_cookie(
        cookie_name(), key, max_age=seconds, path=home, secure=settings.TLS, httponly=True, samesite="Lax"
    )
    language = request.GET.get("language", "")
    if language in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, path="/")
    return answer


@by_link
@require_POST
def again(request: HttpRequest, secret: str) -> HttpResponseBase:
    """A new link to the address that this one was sent to. Says the same whether there was one."""
    organisation = selectors.organisation_of_link(secret)
    if organisation is not None:
        with tenancy.answering(organisation.pk):
            services.link_renew(secret=secret)
    return render(request, "suppliers/portal/gone.html", {"asked": True, "languages": ()})


# Inside


def organisation_of(request: HttpRequest) -> Organisation | None:
    key = request.COOKIES.get(cookie_name(), "")
    return selectors.organisation_of_visit(key) if key else None


def knows(request: HttpRequest) -> bool:
    """Is there a good session, so that files are taken? For which questionnaire is asked by the page."""
    return organisation_of(request) is not None


def inside(view: Page) -> Page:
    """A page of the questionnaire that the session opens; of any other it is not there."""

    @needs(OPEN)
    @never_cache
    @limited("portal")
    @wraps(view)
    def checked(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponseBase:
        organisation = organisation_of(request)
        if organisation is None:
            return gone(request)
        with tenancy.answering(organisation.pk):
            guest = selectors.guest_by(request.COOKIES[cookie_name()], pk)
            if guest is None:
                return gone(request)
            trace.tell(organisation=organisation.slug)
            timezone.activate(organisation.zone)
            asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            with translation.override(translation.get_language() if asked else guest.visit.link.language):
                request.house = organisation  # type: ignore[attr-defined]
                try:
                    return view(request, guest, **kwargs)
                except NotFound:
                    tenancy.undo()
                    return gone(request)

    return checked


def show(request: HttpRequest, guest: Guest, template: str, status: int = 200, **told: Any) -> HttpResponse:
    context = {
        "house": request.house,  # type: ignore[attr-defined]
        "guest": guest,
        "sending": guest.sending,
        "title": guest.sending.version_sent.title,
        "home": at(guest, "home"),
        "language": (translation.get_language() or "en")[:2],
        "today": dates.today(request.house.zone),  # type: ignore[attr-defined]
        "said": SAID.get(request.GET.get("said", ""), ""),
        **told,
    }
    return render(request, f"suppliers/portal/{template}.html", context, status=status)


def at(guest: Guest, name: str, **kwargs: Any) -> str:
    return reverse(f"portal:{name}", kwargs={"pk": guest.sending.pk, **kwargs})


def act(request: HttpRequest, guest: Guest, to: str, said: str, run: Callable[[], object]) -> HttpResponseBase:
    """What a button does, and where one is after it; what a rule says against it stands on the first page."""
    try:
        run()
    except RuleBroken as broken:
        return front(request, guest, problem=broken.message, status=422)
    return go(to, said)


def go(to: str, said: str) -> HttpResponseRedirect:
    path, mark, place = to.partition("#")
    return HttpResponseRedirect(f"{path}?said={said}{mark}{place}")


@inside
@require_safe
def home(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    return front(request, guest)


def front(request: HttpRequest, guest: Guest, **more: Any) -> HttpResponse:
    """How far it is, its sections, who helps, and what was found in it."""
    overview = tables.overview(guest)
    told = {
        "overview": overview,
        "colleagues": selectors.colleagues_of(guest),
        "findings": list(selectors.findings_for(guest)),
        "open": guest.sending.state == SendingState.SENT,
    }
    return show(request, guest, "home", **told, **more)


@http.takes_files(knows=knows)
@inside
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, guest: Guest, key: str) -> HttpResponseBase:
    """A section's questions: answered, saved, and on to the next. ``quiet``: a script saves while somebody writes."""
    page = tables.section(guest, key)
    if page is None:
        raise NotFound
    if request.method != "POST":
        return show(request, guest, "section", page=page, most=settings.UPLOAD_LIMIT)
    quiet = "quiet" in request.POST
    try:
        said, files = said_in(request, page, quiet=quiet)
        services.answers_save(guest=guest, said=said, files=files)
    except RuleBroken as broken:
        if quiet:
            return HttpResponse(status=422)
        written = tables.section(guest, key, said=said_in(request, page, quiet=True)[0], broken=broken)
        return show(request, guest, "section", status=422, page=written, most=settings.UPLOAD_LIMIT)
    return HttpResponse(status=204) if quiet else after_saving(request, guest, page)


def after_saving(request: HttpRequest, guest: Guest, before: tables.Section) -> HttpResponseBase:
    """On to the next section, unless the answers have brought new questions into this one."""
    now = tables.section(guest, before.key)
    here = at(guest, "section", key=before.key)
    if now and len(now.rows) > len(before.rows):
        return go(here, "more")
    if "on" not in request.POST:
        return go(here, "saved")
    return go(at(guest, "section", key=now.next_key) if now and now.next_key else at(guest, "home"), "saved")


# A sheet


@http.takes_files(SHEET_MOST, knows=knows)
@limited("sheet")
@inside
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Bring the sheet that was filled in, and see what it would change: nothing is saved here."""
    if guest.sending.state != SendingState.SENT:
        return front(request, guest, problem=gettext(HANDED_IN), status=422)
    if request.method != "POST":
        return show(request, guest, "sheet")
    file = request.FILES.get("file")
    if file is None:
        return show(request, guest, "sheet", status=422, problem=gettext("Choose a file."))
    try:
        if isinstance(kind := kind_of(file, file.name or ""), Reason):
            return show(request, guest, "sheet", status=422, problem=gettext(kind.text) % kind.params)
        brought = sheet_read(guest, file.read(), file.name or "")
    except Unreadable as refused:
        return show(request, guest, "sheet", status=422, problem=gettext(refused.reason.text) % refused.reason.params)
    wrong = [(cell, gettext(reason.text) % reason.params) for cell, reason in brought.wrong]
    return show(
        request, guest, "sheet", status=200 if brought.lines else 422, lines=brought.lines, wrong=wrong, read=True
    )


@inside
@require_POST
def sheet_save(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Keep what was seen. It is sent along as any answer is, and looked at in the same way."""
    said = said_from_sheet(request, guest.sending.version_sent.read.by_key)
    return act(request, guest, at(guest, "home"), "taken", lambda: services.answers_save(guest=guest, said=said))


@inside
@require_safe
def sheet_download(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    with translation.override(guest.sending.language):
        content = sheet_file(guest)
    name = f"{guest.sending.reference}.xlsx"
    answer = FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@inside
@require_POST
def reuse(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    return act(request, guest, at(guest, "home"), "reused", lambda: services.answers_reuse(guest=guest))


@inside
@require_safe
def file(request: HttpRequest, guest: Guest, file: UUID) -> HttpResponseBase:
    """What somebody at the supplier has attached here, as an attachment that no browser opens in our name."""
    found = Attachment.objects.filter(sending=guest.sending, pk=file).select_related("evidence").first()
    if found is None or not found.evidence.sha256:
        raise NotFound
    try:
        content = store.open_file(guest.sending.organisation_id, found.evidence.sha256)
    except FileNotFoundError as missing:
        raise NotFound from missing
    name = found.evidence.file_name
    answer = FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@inside
@require_POST
def file_drop(request: HttpRequest, guest: Guest, file: UUID) -> HttpResponseBase:
    found = Attachment.objects.filter(sending=guest.sending, pk=file).first()
    if found is None:
        raise NotFound
    asked = guest.sending.version_sent.read.by_key[found.question]
    back = at(guest, "section", key=asked.section)
    return act(request, guest, back, "dropped", lambda: services.file_drop(guest=guest, pk=file))


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Ask a colleague to answer a part: they get a link of their own."""
    form = ColleagueForm(request.POST if request.method == "POST" else None, actor=guest.actor)
    if form.is_bound and form.is_valid():
        try:
            services.colleague_invite(guest=guest, **form.answers)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        else:
            return go(at(guest, "home"), "invited")
    return show(request, guest, "colleague", status=422 if form.errors else 200, form=form)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """What is missing still; and when nothing is, whose word it is."""
    form = SubmitForm(
        request.POST if request.method == "POST" else None, actor=guest.actor, initial={"name": guest.name}
    )
    if form.is_bound and form.is_valid():
        try:
            services.answers_submit(guest=guest, **form.answers)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        else:
            return go(at(guest, "home"), "submitted")
    overview = tables.overview(guest)
    return show(request, guest, "submit", status=422 if form.errors else 200, form=form, overview=overview)


@inside
@require_POST
def reply(request: HttpRequest, guest: Guest, finding: UUID) -> HttpResponseBase:
    text = request.POST.get("reply", "").replace("\r\n", "\n")
    back = f"{at(guest, 'home')}#findings"
    return act(
        request, guest, back, "replied", lambda: services.answer_finding_reply(guest=guest, pk=finding, reply=text)
    )


@inside
@require_POST
def leave(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """End the session in this browser: it may be somebody else's."""
    services.visit_end(guest=guest)
    answer = show(request, guest, "left")
    answer.delete_cookie(cookie_name(), path=at(guest, "home"), samesite="Lax")
    return answer
