"""Taking ready activities as drafts of one's own."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, ngettext

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_, Words, say
from holger.organisation.models import Organisation, Person, Unit
from holger.organisation.services import guards
from holger.privacy import library
from holger.privacy.models import Activity
from holger.privacy.permissions import EDIT
from holger.privacy.rules.lines import joined
from holger.privacy.rules.templates import Ground, Kept, Template
from holger.privacy.selectors.ready import role_holders
from holger.privacy.services.record import activity_create


@transaction.atomic
def ready_take(
    *,
    actor: Actor,
    keys: Collection[str],
    owner: Person | None = None,
    unit: Unit | None = None,
    entity: Unit | None = None,
) -> list[Activity]:
    """Make drafts of the ready activities with these keys, in the organisation's language, each once more if it is there.

    ``owner`` answers for them all; without one it is whoever holds the role that each names.
    """
    actor.require(EDIT)
    guards.own(actor, owner, unit, entity)
    known = library.by_key()
    if strange := [key for key in keys if key not in known]:
        raise RuleBroken(N_("“%(name)s” is not offered here."), "take", {"name": strange[0][:80]})
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    holders = role_holders(actor)
    made = []
    with translation.override(organisation.language):
        for key in keys:
            each = known[key]
            answers = answers_of(each, organisation.language)
            answers |= {"owner": owner or _own(actor, holders.get(each.owner)), "unit": unit, "entity": entity}
            made.append(activity_create(actor=actor, template=key, **answers))
    return made


def _own(actor: Actor, holder: Person | None) -> Person | None:
    """Whoever may only write their own answers for it themselves."""
    if actor.reach(EDIT).everything:
        return holder
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None


def answers_of(each: Template, language: str) -> dict[str, Any]:
    """What a ready activity says, in a language that is spoken already."""
    return {
        "title": say(each.title, language),
        "role": each.role,
        "purpose": _several(each.purposes, language),
        "data_subjects": list(each.data_subjects),
        "categories": _several(each.ordinary, language),
        "special": list(each.special),
        "protected": list(each.protected),
        "grounds": list(dict.fromkeys(ground.article for ground in each.basis)),
        "grounds_why": _grounds(each.basis, language),
        "special_grounds": list(dict.fromkeys(ground.article for ground in each.special_ground)),
        "special_why": _grounds(each.special_ground, language),
        "protected_ground": say(each.protected_ground, language),
        "customers": say(each.controllers, language),
        "recipients": _several(each.recipients, language),
        "transfers_note": say(each.transfers, language),
        "retention": joined(_kept(kept, language) for kept in each.retention),
        "measures": list(each.measures),
        "dpia_hint": each.dpia,
        "dpia_note": say(each.dpia_note, language),
    }


def _several(texts: Collection[Words], language: str) -> str:
    return joined(say(text, language) for text in texts)


def _grounds(grounds: Collection[Ground], language: str) -> str:
    return joined(f"{ground.article}: {say(ground.why, language)}" for ground in grounds)


def _kept(kept: Kept, language: str) -> str:
    count: Mapping[str, int] = {"count": kept.months or kept.days}
    if kept.months:
        long = ngettext("%(count)s month", "%(count)s months", kept.months) % count
    elif kept.days:
        long = ngettext("%(count)s day", "%(count)s days", kept.days) % count
    else:
        long = gettext("At once")
    since = say(kept.since, language)
    told = {"what": say(kept.what, language), "long": long, "since": f"{since[:1].lower()}{since[1:]}"}
    return f"{gettext('%(what)s: %(long)s from %(since)s.') % told} {say(kept.why, language)}".strip()
