"""What evidence asks of people: to look at files that are no longer what they were. And what is handed over."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.handing import one_by_one, rows_naming
from holger.core.need_to_know import Withheld
from holger.core.registry import Duty, DutySource, Holding
from holger.evidence import permissions, selectors, services
from holger.evidence.models import Reading
from holger.organisation.selectors import whoever_may


def damaged(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    """For whoever answers for all evidence, when some of it is no longer what it was."""
    last = Reading.objects.filter(organisation_id=organisation_id).order_by("-read_at").first()
    if last is None or not last.wrong:
        return []
    able = whoever_may(organisation_id, permissions.EDIT)
    everywhere = [person for person, units in able.items() if units is None]
    found = ((person, _known(last, person)) for person in everywhere if people is None or person in people)
    return [_duty(last, person, wrong) for person, wrong in found if wrong]


def _known(last: Reading, person: UUID) -> Sequence[Mapping[str, str]]:
    """The damaged files of which somebody may know."""
    withheld = Withheld(Actor(last.organisation_id, person, None, "", ()))
    return [each for each in last.wrong if not withheld.hides(f"evidence/{each['reference']}/")]


def _duty(last: Reading, person: UUID, wrong: Sequence[Mapping[str, str]]) -> Duty:
    first, count = wrong[0], len(wrong)
    title = ngettext("A file of evidence is damaged", "%(count)s files of evidence are damaged", count)
    reason = gettext("%(reference)s %(name)s is missing or not what it was when it was brought.")
    return Duty(
        key=f"evidence.reading:{last.pk}",
        person_id=person,
        title=title % {"count": count},
        reason=reason % {"reference": first["reference"], "name": first["name"]},
        verb=gettext("Look"),
        path=f"evidence/{first['reference']}/",
        icon="file-alert",
        permission=permissions.EDIT,
        own=False,
        urgent=True,
        awaited=True,
    )


SOURCE = DutySource("evidence", _("Evidence"), "paperclip", damaged, done=("evidence.replaced",))

_owns = rows_naming(selectors.evidence_for, "owner", archived_at=None)
_give = one_by_one(services.evidence_edit, "evidence", "owner")
HOLDINGS = (
    Holding(
        "evidence.owner",
        _("Evidence"),
        "paperclip",
        _owns,
        permissions.VIEW,
        permissions.EDIT,
        _give,
        60,
        owner_of="evidence.evidence",
    ),
)
