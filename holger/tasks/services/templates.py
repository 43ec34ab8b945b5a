"""An organisation's own sets of templates: kept, brought from a file, taken away."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import get_language

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, N_
from holger.history import services as history
from holger.tasks.models import Activity, TemplateSet
from holger.tasks.permissions import IMPORT
from holger.tasks.rules import templates as rules
from holger.tasks.rules.ready_entry import Entry
from holger.tasks.selectors.ready import entries_of
from holger.tasks.services.shared import must_be_ours

MOST_SETS = 50


@transaction.atomic
def template_set_create(*, actor: Actor, title: str, activities: Iterable[Activity]) -> TemplateSet:
    """Keep activities as templates, for another year or another organisation: roles and a month instead of people and dates."""
    rows = list(activities)
    must_be_ours(actor, *rows)
    actor.require(IMPORT)
    if not rows:
        raise RuleBroken(N_("Choose at least one activity."), "activities")
    language = (get_language() or LANGUAGES[0])[:2]
    return _keep(actor, title, entries_of(actor, rows, language))


@transaction.atomic
def template_set_bring(*, actor: Actor, data: bytes, title: str = "") -> TemplateSet:
    """Keep the templates of a file that was made here or elsewhere."""
    actor.require(IMPORT)
    try:
        told, entries = rules.read_file(data)
    except rules.NotTemplates as wrong:
        raise RuleBroken(wrong.reason.text, "file", wrong.reason.params) from wrong
    return _keep(actor, title or told or N_("Templates"), entries)


@transaction.atomic
def template_set_remove(*, actor: Actor, chosen: TemplateSet) -> None:
    """Take a set away. What was made of it stays."""
    must_be_ours(actor, chosen)
    actor.require(IMPORT)
    history.record(actor=actor, action="templateset.removed", target=chosen, changes={"title": [chosen.title, None]})
    chosen.delete()


def _keep(actor: Actor, title: str, entries: Sequence[Entry]) -> TemplateSet:
    if TemplateSet.objects.filter(organisation_id=actor.organisation_id).count() >= MOST_SETS:
        raise RuleBroken(N_("You keep %(most)s sets already. Take one away first."), params={"most": MOST_SETS})
    chosen = TemplateSet(organisation_id=actor.organisation_id, made_by=actor.label[:200])
    told = [rules.told_of(entry) for entry in entries]
    rules.read(told)  # what is kept can be read again, whatever the activities hold
    changes = write(chosen, {"title": title.strip()[:200], "activities": told})
    changes["activities"] = [None, len(told)]
    history.record(actor=actor, action="templateset.created", target=chosen, changes=changes)
    return chosen
