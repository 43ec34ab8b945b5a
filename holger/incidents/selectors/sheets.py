"""What a case tells the forms of the authorities and the letters: one value for each field, however it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import override

from holger.core.words import say
from holger.exchange.papers import spelling
from holger.incidents import library
from holger.incidents.models import Incident
from holger.incidents.models.law import LegalProfile
from holger.incidents.models.notices import CaseAnswers, LetterDraft, SentNotice
from holger.incidents.rules.assessing import Answer, answer
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.clocks import Clock
from holger.incidents.rules.letters import Letter, Merged, merge
from holger.incidents.rules.severity import Method
from holger.incidents.rules.sheets import UNKNOWN, Filled, Kind, Sheet, Show, fill
from holger.incidents.selectors.clocks import Case, Rows, cases_in
from holger.incidents.selectors.core_values import Hit, hits_of, of_incident
from holger.incidents.selectors.drills import word
from holger.incidents.selectors.severity import method_of
from holger.organisation.models import Organisation
from holger.ui import days

OF_PROFILE = (
    *("entity_number", "entity_address", "entity_sector", "entity_lei"),
    *("contact_name", "contact_email", "contact_phone", "dpo_contact"),
)


@dataclass(frozen=True)
class Desk:
    """A case with what its forms and letters are filled from, asked once."""

    case: Case

    @cached_property
    def kept(self) -> CaseAnswers:
        """What has been answered on the forms; one that is not saved where there is nothing yet."""
        organisation, incident = self.case.incident.organisation_id, self.case.incident
        found = CaseAnswers.objects.filter(organisation_id=organisation, incident=incident).first()
        return found or none_kept(incident)

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        return {key: read(key, value) for key, value in self.kept.answers.items()}

    @cached_property
    def hit(self) -> Hit:
        """What the incident hit, in the words of the forms."""
        return hits_of(self.case.incident.organisation_id, [self.case.incident.pk]).get(self.case.incident.pk, Hit())

    @cached_property
    def method(self) -> Method:
        return method_of(self.case.incident.organisation_id)

    @cached_property
    def _told(self) -> Mapping[str, Any]:
        case = self.case
        return {
            **of_incident(case.incident, self.hit, self.method),
            **_of_profile(case.law.profile, case.organisation),
            **_of_moments(case),
            **_of_decisions(case),
        }

    def told(self, clock: Clock | None = None) -> Mapping[str, Any]:
        """What the case tells by itself. ``clock``: the deadline that is answered, for the receipt of the notice before."""
        return {**self._told, **_of_notices(self.case, clock)}

    def values(self, clock: Clock | None = None) -> Mapping[str, Any]:
        """What somebody has written on the forms stands before what the case tells."""
        return {**self.told(clock), **self.answers}

    def show(self, language: str) -> Show:
        return shower(language, self.case.organisation.zone)

    def sheet(self, sheet: Sheet, language: str, clock: Clock | None = None) -> Filled:
        wanted = set()
        if clock is not None and clock.late is not None:
            wanted.add("late_reason")
        if answer("risk_to_people", self.case.facts.decisions) == Answer.NO:
            wanted.add("not_notified_reason")
        filled = fill(sheet, self.values(clock), language, self.show(language), wanted)
        return replace(filled, mark=word(language)) if self.case.incident.drill else filled

    def letter(self, letter: Letter, language: str) -> Merged:
        """The ready text with what the case tells; not what somebody has written on."""
        merged = merge(letter, self.values(), language, self.show(language))
        if not self.case.incident.drill:
            return merged
        return replace(merged, subject=f"{word(language)}: {merged.subject}", text=f"{word(language)}\n\n{merged.text}")


def none_kept(incident: Incident) -> CaseAnswers:
    return CaseAnswers(pk=incident.pk, organisation_id=incident.organisation_id, incident=incident)


def read(key: str, value: Any) -> Any:
    """A value as it is kept, as what it is: times come back as such."""
    field = library.case_fields().get(key)
    if field is not None and field.kind == Kind.TIME and isinstance(value, str) and value != UNKNOWN:
        return datetime.fromisoformat(value)
    return value


def kept(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return value


def _of_profile(profile: LegalProfile, organisation: Organisation) -> Mapping[str, Any]:
    told = {name: getattr(profile, name) for name in OF_PROFILE}
    told["entity_name"] = profile.entity_name or organisation.name
    told["entity_sector"] = profile.entity_sector or organisation.sector
    return told


def _of_moments(case: Case) -> Mapping[str, Any]:
    facts = case.facts
    told: dict[str, Any] = {}
    if sign := facts.entered(Start.FIRST_SIGN, ""):
        told["detected_at"] = sign[-1].at
    if aware := facts.entered(Start.AWARE, ""):
        told["aware_at"] = aware[-1].at
        told["discovery"] = aware[-1].basis
    return told


def _of_decisions(case: Case) -> Mapping[str, Any]:
    stand = case.facts.decisions
    told: dict[str, Any] = {}
    if answer("dora_major", stand) == Answer.YES:
        told["classified_at"] = stand["dora_major"].at
    no_risk = stand.get("risk_to_people")
    if no_risk is not None and no_risk.answer == Answer.NO:
        told["not_notified_reason"] = no_risk.reason
    no_high = stand.get("high_risk")
    if no_high is not None and no_high.answer == Answer.NO:
        told |= {"people_told": False, "people_told_how": no_high.reason}
    return told


def _of_notices(case: Case, clock: Clock | None) -> Mapping[str, Any]:
    facts = case.facts
    told: dict[str, Any] = {"others_told": sorted({say(each.to, None) for each in case.clocks if facts.sent(each.key)})}
    if facts.sent("gdpr-34"):
        told["people_told"] = True
    before = _before(case, clock)
    if before:
        told["earlier_receipt"] = before
    late = [each.late_reason for each in (facts.sent(clock.key) if clock else ()) if each.late_reason]
    if late:
        told["late_reason"] = late[0]
    return told


def _before(case: Case, clock: Clock | None) -> str:
    """The receipt of the last notice that was sent under the same law, before this one."""
    if clock is None:
        return ""
    same = {each.key for each in case.clocks if each.rule.regime == clock.rule.regime}
    sent = [notice for key in same for notice in case.facts.sent(key) if notice.receipt]
    return max(sent, key=lambda each: each.at).receipt if sent else ""


# Written out


def shower(language: str, zone: str) -> Show:
    """How times, numbers and amounts are written in a notification."""

    def show(value: Any, kind: Kind) -> str:
        with override(language):
            if isinstance(value, datetime):
                return spelled(value, zone)
            if isinstance(value, int | float | Decimal):
                return spelling.number(value)
            return str(value)

    return show


def spelled(value: datetime, zone: str) -> str:
    """A time as an authority reads it without asking: with the day, the clock on the wall and how far that is from UTC."""
    local = value.astimezone(ZoneInfo(zone))
    offset = local.strftime("%z")
    at = "kl. " if days.language() == "da" else ""
    return f"{days.day(local.date())} {at}{local:%H.%M} (UTC{offset[:3]}:{offset[3:]})"


def draft_of(case: Case, letter: Letter, language: str) -> LetterDraft | None:
    rows = LetterDraft.objects.filter(organisation_id=case.incident.organisation_id, incident=case.incident)
    return rows.filter(letter=letter.key, language=language).first()


def letters_sent(case: Case) -> set[str]:
    """The keys of the letters that were sent."""
    rows = SentNotice.objects.filter(organisation_id=case.incident.organisation_id, incident=case.incident)
    return set(rows.filter(content__has_key="letter").values_list("sheet", flat=True))


def desks_of(organisation: Organisation, incidents: Rows) -> list[Desk]:
    """Many cases at once; whoever asks has chosen them by who may see them."""
    rows = CaseAnswers.objects.filter(organisation_id=organisation.pk, incident__in=incidents.order_by().values("pk"))
    kept = {row.incident_id: row for row in rows}  # type: ignore[attr-defined]
    found, method = [], method_of(organisation.pk)
    cases = cases_in(organisation, incidents.select_related("evaluation"))
    hits = hits_of(organisation.pk, [case.incident.pk for case in cases])
    for case in cases:
        desk = Desk(case)
        desk.__dict__.update(hit=hits.get(case.incident.pk, Hit()), method=method)
        desk.__dict__["kept"] = kept.get(case.incident.pk) or none_kept(case.incident)  # asked already, for all
        found.append(desk)
    return found
