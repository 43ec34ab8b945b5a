"""What the room does by itself: plan tasks and mark what was missed, name deputies, and tell people what they are to know."""

from uuid import UUID

from django.utils.translation import ngettext

from holger.tasks.services.absences import absences_begin
from holger.tasks.services.mailing import mail_out
from holger.tasks.services.missing import tasks_miss
from holger.tasks.services.moves import moves_follow
from holger.tasks.services.notices import notices_forget
from holger.tasks.services.planning import tasks_plan
from holger.tasks.services.posting import posts_send
from holger.tasks.services.reminding import remind


def hourly(organisation_id: UUID) -> str:
    """What was missed comes first: of what counts from when it was done, the next is planned only then."""
    missed = tasks_miss(organisation_id=organisation_id)
    planned = tasks_plan(organisation_id=organisation_id)
    told = [
        ngettext("%(count)s task planned", "%(count)s tasks planned", planned) % {"count": planned} if planned else "",
        ngettext("%(count)s missed", "%(count)s missed", missed) % {"count": missed} if missed else "",
    ]
    return ", ".join(text for text in told if text)


def moves(organisation_id: UUID) -> str:
    """Who comes and who goes soon."""
    made = moves_follow(organisation_id=organisation_id)
    return ngettext("%(count)s task given", "%(count)s tasks given", made) % {"count": made} if made else ""


def deputies(organisation_id: UUID) -> str:
    """Whoever stands in for somebody who is away today sees what falls due meanwhile."""
    named = absences_begin(organisation_id=organisation_id)
    return ngettext("%(count)s deputy named", "%(count)s deputies named", named) % {"count": named} if named else ""


def reminders(organisation_id: UUID) -> str:
    """Who is to be told of what, the mail about it, and what chats are told. Each part goes into the organisation by itself."""
    told = remind(organisation_id)
    mails = mail_out(organisation_id)
    posted = posts_send(organisation_id)
    parts = [
        ngettext("%(count)s notice", "%(count)s notices", told) % {"count": told} if told else "",
        ngettext("%(count)s mail", "%(count)s mails", mails) % {"count": mails} if mails else "",
        ngettext("%(count)s message to a chat", "%(count)s messages to chats", posted) % {"count": posted}
        if posted
        else "",
    ]
    return ", ".join(text for text in parts if text)


def forget(organisation_id: UUID) -> str:
    """Nobody looks at last year's notices again."""
    gone = notices_forget(organisation_id=organisation_id)
    return (
        ngettext("%(count)s old notice forgotten", "%(count)s old notices forgotten", gone) % {"count": gone}
        if gone
        else ""
    )
