"""Finding rules: the words of policies that apply to whoever asks, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

from holger.core.actor import Actor
from holger.policies.models import Passage
from holger.policies.rules import finding
from holger.policies.rules.finding import Piece
from holger.policies.selectors.reading import applying_to

MOST = 30
INDEX = "policies_passage_words"
TONGUES = {"da": "danish", "en": "english"}


@dataclass(frozen=True)
class Found:
    """A place in a policy where the words stand. ``path`` leads there on the employee's page."""

    reference: str
    title: Sequence[Piece]
    heading: Sequence[Piece]
    excerpt: Sequence[Piece]
    path: str


def search_rules(actor: Actor, text: str) -> Sequence[Found]:
    """The passages of what applies to the actor in which all the words stand, or words that begin so; the best first."""
    words = finding.words(text)
    if not words:
        return []
    keys = list(_matching(actor, words).values_list("pk", flat=True)[:MOST])
    rows = Passage.objects.filter(organisation_id=actor.organisation_id).select_related("policy").in_bulk(keys)
    return [_found(rows[key], words) for key in keys]


def _matching(actor: Actor, words: Sequence[str]) -> QuerySet[Passage]:
    """In order, the best first. Its rows are wide and may be many: what is shown of them is fetched afterwards."""
    language = (get_language() or "en")[:2]
    rows = Passage.objects.filter(Q(language=language) | Q(alone=True), organisation_id=actor.organisation_id)
    rows = rows.filter(policy__in=applying_to(actor).order_by().values("pk"))
    if connection.vendor == "postgresql":
        return _in_postgresql(rows, words)
    return _in_sqlite(rows, finding.fts5(words, f"h{actor.organisation_id.hex}"))


def _in_sqlite(rows: QuerySet[Passage], asked: str) -> QuerySet[Passage]:
    """A word in the title counts most, then one in the heading. Rows are found by the index and then narrowed."""
    return rows.extra(  # noqa: S610 (only the question is from outside, as a parameter) - the index has no model: it is a table that only SQLite has
        tables=[INDEX],
        where=[f"{INDEX}.rowid = policies_passage.place", f"{INDEX} MATCH %s"],
        params=[asked],
        select={"rank": f"bm25({INDEX}, 0, 8, 4, 1)"},
        order_by=["rank", "number"],
    )


def _in_postgresql(rows: QuerySet[Passage], words: Sequence[str]) -> QuerySet[Passage]:
    asked, fits = finding.tsquery(words), Q()
    for language, tongue in TONGUES.items():
        matches = "policies_passage.words @@ to_tsquery(%s::regconfig, %s)"
        fits |= Q(RawSQL(matches, (tongue, asked), output_field=BooleanField()), language=language)  # noqa: S611
    rank = RawSQL("ts_rank(policies_passage.words, to_tsquery('simple', %s))", (asked,))
    return rows.filter(fits).annotate(rank=rank).order_by("-rank", "number")


def _found(row: Passage, words: Sequence[str]) -> Found:
    anchor = f"#{row.anchor}" if row.anchor else ""
    return Found(
        row.policy.reference,
        finding.marked(row.title, words),
        finding.marked(row.heading, words),
        finding.excerpt(row.body, words),
        f"my/read/{row.policy.reference}/{anchor}",
    )
