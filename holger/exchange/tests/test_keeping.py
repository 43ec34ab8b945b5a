"""A paper that is put away comes out as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy, override

from holger.exchange.papers import paper as says
from holger.exchange.papers.keeping import CLASSES, kept, taken_out

CELLS = [
    None,
    "a <b>",
    3,
    2.5,
    Decimal("1.10"),
    date(2026, 2, 28),
    datetime(2026, 2, 28, 9, 30, tzinfo=UTC),
    ("one", "two"),
]
WORDS = [says.State("Done", "ok", "check"), says.Level(12, "High", "high"), says.Tags(["NIS2", "Risk"])]
BLOCKS = [
    says.Text("Words"),
    says.Note("Beware", "mid"),
    says.Facts([("Owner", "Anna"), ("Lines", ("a", "b"))], "Facts"),
    says.Figures([says.Figure(3, "open", "crit", "of 7"), says.Figure("–", "none")]),
    says.Table(
        [says.Column("Name", 3, says.Kind.TEXT, strong=True)], [says.Group("G", "n"), [*CELLS, *WORDS]], empty="None"
    ),
    says.Bars([says.Bar("All", [(3, "ok", "done"), (1, "crit", "late")])], "Bars"),
    says.Matrix("a", "d", ["1"], [("row", [says.Square(2, "high", "12")])]),
    says.Prose("## A", 1),
]


def made(**more) -> says.Paper:
    moment = datetime(2026, 2, 28, 9, 30, tzinfo=UTC)
    told = {
        "kind": "risks",
        "title": "Risks",
        "organisation": "Kronborg A/S",
        "language": "da",
        "as_of": date(2026, 2, 28),
    }
    sections = [says.Section("One", BLOCKS, 2, apart=True), says.Section("", [])]
    return says.Paper(**told, made_by="Anna", made_at=moment, sections=sections, **more)


def test_all_that_a_paper_can_say_comes_out_as_it_was():
    whole = made(
        facts=[("Owner", "Anna")],
        status=says.State("Draft", "mid"),
        versions=[says.Version("1.0", date(2026, 1, 1), "Anna", "First")],
        approvals=[says.Approval("Approved", "Olga", None)],
    )
    found = taken_out(kept(whole))
    assert found == whole
    assert isinstance(found.sections[0].blocks[4].rows[1][7], tuple)  # several lines in one cell, and not several cells


def test_every_kind_of_thing_in_a_paper_is_among_these():
    text = kept(made(status=WORDS[0], versions=[says.Version("1", None, "")], approvals=[says.Approval("", "")]))
    assert {name for name in CLASSES if f'"=": "{name}"' not in text} == set()


def test_words_are_put_away_in_the_language_that_is_spoken():
    with override("da"):
        text = kept(made(subtitle=gettext_lazy("Report")))
    with override("en"):
        assert taken_out(text).subtitle == "Rapport"


def test_what_it_does_not_know_is_an_error():
    with pytest.raises(TypeError):
        kept(made(subtitle=object()))
