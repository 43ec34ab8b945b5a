"""Management's training put on paper and kept as evidence: by somebody's click, and every hour by itself."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.evidence.models import Evidence
from holger.exchange.papers.sending import described
from holger.exchange.papers.setting import TYPES, file_name, paper_file
from holger.organisation.models import Organisation
from holger.organisation.selectors import system_actor
from holger.training import selectors, services
from holger.training.papers.results import management_paper

BY = "holger"


@dataclass(frozen=True)
class _Asking:
    """What a paper's front page reads of a request, where nobody has sent one."""

    organisation: Organisation
    actor: Actor


def management_kept(organisation: Organisation, actor: Actor) -> tuple[Evidence, bool]:
    """The evidence, in the organisation's language, and whether it has been written now (``management_prove``)."""
    people = list(selectors.trained(actor, dates.today(organisation.zone)))
    asking: Any = _Asking(organisation, actor)

    def make() -> SimpleUploadedFile:
        paper = described(lambda language: management_paper(asking, language, people), "pdf", organisation.language)
        return SimpleUploadedFile(file_name(paper, "pdf"), paper_file(paper, "pdf"), TYPES["pdf"])

    with override(organisation.language):
        title = gettext("Management's training (NIS2 article 20(2))")
    return services.management_prove(actor=actor, people=people, title=title, make=make)


def prove(organisation_id: UUID) -> str:
    """What the worker does: somebody of the management may have passed, or be due again."""
    organisation = Organisation.objects.get(pk=organisation_id)
    actor = system_actor(organisation, BY, Channel.SYSTEM)
    people = selectors.trained(actor, dates.today(organisation.zone))
    if selectors.requirement(actor) is None or not any(each.best for each in people):
        return ""
    evidence, written = management_kept(organisation, actor)
    return evidence.reference if written else ""
