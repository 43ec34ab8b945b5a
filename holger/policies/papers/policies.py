"""A policy on paper, as a draft or as it was frozen; and the handbook: all that is in force."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext

from holger.audience.words import told as audience_told
from holger.core.requests import Request
from holger.exchange.papers.paper import Approval, Block, Cell, Note, Paper, Prose, Section, State, Version
from holger.exchange.papers.sending import front
from holger.policies.models import SETTLED, Policy, PolicyText, PolicyVersion, Status
from holger.policies.words import OWN_NAMES, STATUS_WORDS, TYPE_WORDS, behind

TONES = {"in_force": "ok", "approved": "accent", "superseded": "none", "withdrawn": "none"}
FORMS = ("pdf", "docx")
"""A text is no table."""


def policy_paper(
    request: Request, language: str, version: PolicyVersion, text: PolicyText, versions: Sequence[PolicyVersion]
) -> Paper:
    """One version in the language of ``text``; ``language`` is what the rest of the paper is written in."""
    policy = version.policy
    return Paper(
        kind="policy",
        title=text.title,
        subtitle=f"{policy.reference}, {TYPE_WORDS[policy.type]}",
        scope=audience_told(policy.audience),
        status=State(str(STATUS_WORDS[version.status]), TONES.get(version.status, "mid")),
        version=_number(version),
        facts=_facts(policy, version, text),
        versions=[_version(row) for row in versions if row.status in SETTLED],
        approvals=_approvals(version),
        sections=[Section(text.title, _text(text))],
        **front(request, language),
    )


def handbook_paper(
    request: Request, language: str, rows: Iterable[tuple[PolicyVersion, PolicyText]], *, whole: bool
) -> Paper:
    """All that is in force in one, each on a page of its own. ``whole``: the reader sees all policies."""
    found = list(rows)
    sections = [
        Section(f"{version.policy.reference} {text.title}", [_origin(version), *_text(text)], apart=True)
        for version, text in found
    ]
    reserved = Note(gettext("It holds the policies that you may see. There can be others."), "mid")
    return Paper(
        kind="handbook",
        title=gettext("Handbook"),
        subtitle=gettext("All policies in force"),
        facts=[(gettext("Policies"), len(found))],
        sections=sections if whole else [Section(gettext("What is in it"), [reserved]), *sections],
        **front(request, language),
    )


def _number(version: PolicyVersion) -> str:
    """It stands at the foot of every page, so that nobody takes a draft for more than it is."""
    if version.status in SETTLED:
        return version.label
    return gettext("%(version)s, not approved") % {"version": version.label}


def _facts(policy: Policy, version: PolicyVersion, text: PolicyText) -> list[tuple[str, Cell]]:
    facts: list[tuple[str, Cell]] = [
        (gettext("Owner"), policy.owner.name if policy.owner else None),
        (gettext("Approved by"), version.approved_by or None),
        (gettext("Approved"), version.approved_at),
        (gettext("In force from"), version.effective_from),
        (gettext("Next review"), policy.next_review if version.status == Status.IN_FORCE else None),
        (gettext("Language of the text"), OWN_NAMES[text.language]),
        (gettext("Translation"), behind(text.behind_since) if text.behind_since else None),
        ("SHA-256", version.digest or None),
    ]
    return [fact for fact in facts if fact[1] is not None]


def _version(row: PolicyVersion) -> Version:
    return Version(row.label, row.effective_from, row.approved_by, row.changes)


def _approvals(version: PolicyVersion) -> list[Approval]:
    if not version.digest:
        return []
    who = version.approved_by or (version.approver.name if version.approver else "")
    day = version.approved_at.date() if version.approved_at else None
    return [Approval(gettext("Version %(number)s") % {"number": version.label}, who, day)]


def _text(text: PolicyText) -> list[Block]:
    for_you = Note(f"{gettext('What it means for you')}\n\n{text.for_you}") if text.for_you else None
    return [*([for_you] if for_you else []), Prose(text.body)]


def _origin(version: PolicyVersion) -> Block:
    told: dict[str, Any] = {"number": version.label, "by": version.approved_by or "–"}
    return Note(gettext("Version %(number)s, approved by %(by)s.") % told, "none")
