"""Who is told of a report and of what becomes of it, in the app and by mail, each in their own language.

Chats are told nothing: not everybody there need know.
"""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.actor import Actor
from holger.incidents.models import Incident
from holger.incidents.rules.reports import heading
from holger.incidents.selectors.intake import intake_of
from holger.organisation.models import Organisation
from holger.tasks.models import Notice, NoticeKind
from holger.tasks.selectors.audience import audience_of
from holger.tasks.services.mailing import mail_to
from holger.tasks.services.telling import Draft, slot_of, tell, tell_again

Text = Callable[[], str]


def duty_of(incident: Incident, person: UUID) -> str:
    """The key of the duty to take a report in (``incidents.duties.triage``); each of those who may has one of their own."""
    return f"incidents.report:{incident.pk.hex}:{person.hex}"


def triage_path(incident: Incident) -> str:
    return f"incidents/triage/{incident.reference}/"


def intake_tell(incident: Incident, teller: Actor) -> None:
    """At once, whatever they have chosen: what is not read cannot be taken on."""
    people = [person.pk for person in intake_of(incident.organisation_id)]
    today = dates.today(Organisation.objects.get(pk=incident.organisation_id).zone)
    drafts = [
        Draft(
            person=person,
            kind=NoticeKind.GIVEN,
            duty=duty_of(incident, person),
            slot=slot_of(NoticeKind.GIVEN, duty_of(incident, person), person),
            title=title,
            path=triage_path(incident),
            due=today,
            who="" if incident.anonymous else teller.label,
            text=text,
            urgent=True,
        )
        for person, title, text in _said(
            incident,
            people,
            lambda: gettext("Reported: %(what)s") % {"what": heading(incident.description)},
            _unnamed(incident),
        )
    ]
    tell(incident.organisation_id, drafts)
    mail_to(incident.organisation_id, people)


def intake_told(incident: Incident) -> None:
    """It has been seen to: what was said of it need not be read any more."""
    rows = Notice.objects.filter(organisation_id=incident.organisation_id, read_at=None)
    rows.filter(duty__startswith=f"incidents.report:{incident.pk.hex}:").update(read_at=dates.now())


def added_tell(incident: Incident, actor: Actor) -> None:
    """Whoever leads the case; while nobody does, those who take reports in."""
    people = [incident.owner_id] if incident.owner_id else [each.pk for each in intake_of(incident.organisation_id)]
    path = incident.path if incident.owner_id else triage_path(incident)
    title = lambda: gettext("More about %(reference)s") % {"reference": incident.reference}  # noqa: E731
    _tell(incident, people, "added", title, _nothing, path, who=actor.label, urgent=True)


def leader_tell(incident: Incident, actor: Actor) -> None:
    """Whoever is to lead a case, unless they took it on themselves."""
    if incident.owner_id is None or incident.owner_id == actor.person_id:
        return
    title = lambda: gettext("You lead the case: %(title)s") % {"title": str(incident)}  # noqa: E731
    _tell(incident, [incident.owner_id], "leader", title, _nothing, incident.path, who=actor.label, urgent=True)


def reporter_tell(incident: Incident, what: str, title: Text, text: Text) -> None:
    """Whoever reported it under their name; nobody else knows where to look."""
    if incident.reporter_id is not None:
        path = f"my/reports/{incident.reference}/"
        _tell(incident, [incident.reporter_id], what, title, text, path, who="", urgent=False)


def _tell(
    incident: Incident,
    people: Collection[UUID],
    what: str,
    title: Text,
    text: Text,
    path: str,
    *,
    who: str,
    urgent: bool,
) -> None:
    about = f"incidents.{what}:{incident.pk.hex}"
    drafts = [
        Draft(
            person=person,
            kind=NoticeKind.GIVEN,
            duty="",
            slot=slot_of(NoticeKind.GIVEN, about, person),
            title=said,
            path=path,
            who=who,
            text=more,
            urgent=urgent,
        )
        for person, said, more in _said(incident, people, title, text)
    ]
    tell_again(incident.organisation_id, drafts)
    if urgent:
        mail_to(incident.organisation_id, people)


def _said(incident: Incident, people: Collection[UUID], title: Text, text: Text) -> Iterable[tuple[UUID, str, str]]:
    """Person, title and text, in their language; whoever is not here any more is told nothing."""
    members = audience_of(incident.organisation_id, people).members if people else {}
    for person in people:
        if person in members:
            with override(members[person].language):
                yield person, title(), text()


def _nothing() -> str:
    return ""


def _unnamed(incident: Incident) -> Text:
    return (lambda: gettext("Reported without a name.")) if incident.anonymous else _nothing
