from datetime import date
from types import SimpleNamespace

from django.utils import translation

from holger.ui import cells


def test_names_are_escaped():
    person = SimpleNamespace(short="<X", name="<b>Ada</b>")
    assert "<b>Ada" not in cells.person(person)
    assert "<X" not in cells.person(person)
    assert "&quot;" in cells.link('"', '/?"')
    assert "<i>" not in cells.badge("<i>")


def test_what_is_missing_is_a_dash():
    assert cells.person(None) == cells.date(None) == cells.score(None, "ok") == cells.several([]) == cells.dash


def test_a_late_date_says_so_in_words_too():
    with translation.override("en"):
        late = cells.date(date(2026, 1, 1), today=date(2026, 1, 2))
        assert "overdue" in late
        assert "overdue" not in cells.date(date(2026, 1, 2), today=date(2026, 1, 2))


def test_an_inherited_need_is_marked_and_named():
    with translation.override("en"):
        drawn = cells.needs(3, 4, None, (False, True, True))
    assert drawn.count("is-inh") == 1
    assert "Integrity 4, inherited" in drawn


def test_a_bar_stays_within_its_bounds():
    assert 'width="100"' in cells.bar(140, "done")
    assert 'width="0"' in cells.bar(-1, "done")


def test_a_stacked_bar_tells_its_parts_and_leaves_out_what_is_not_there():
    drawn = cells.stacked([(3, "ok", "met"), (0, "mid", "partly"), (1, "open", "<open>")])
    assert 'aria-label="3 met, 1 &lt;open&gt;"' in drawn
    assert '<rect class="is-ok" x="0%" width="75%" height="100%"/>' in drawn
    assert '<rect class="is-open" x="75%" width="25%" height="100%"/>' in drawn
    assert "is-mid" not in drawn


def test_a_bar_of_nothing_is_a_dash():
    assert cells.stacked([(0, "ok", "met")]) == cells.dash
