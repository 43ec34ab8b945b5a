from types import SimpleNamespace

from django.utils.safestring import SafeString

from holger.ui.columns import Column, chosen, draw_rows, ordering

COLUMNS = (
    Column("title", "Title", sort="title"),
    Column("score", "Score", lambda row, page: SafeString(f"<b>{row.score}</b>"), sort="worst", number=True),
    Column("secret", "Secret"),
    Column("note", "Note", shown=False),
)


def test_only_listed_columns_can_be_sorted_by():
    assert ordering(COLUMNS, "-score", "title") == ("-score", ["-worst", "pk"])
    assert ordering(COLUMNS, "secret", "title") == ("title", ["title", "pk"])
    assert ordering(COLUMNS, "user__password", "title") == ("title", ["title", "pk"])
    assert ordering(COLUMNS, "--score", "") == ("", ["pk"])


def test_columns_are_chosen_by_key_in_the_lists_own_order():
    assert [c.key for c in chosen(COLUMNS, ["note", "title"])] == ["title", "note"]
    assert [c.key for c in chosen(COLUMNS, ["no such column"])] == ["title", "score", "secret"]


def test_rows_are_escaped_unless_a_cell_says_that_it_is_safe():
    row = SimpleNamespace(pk=1, title="<script>", score=7, secret=None)
    html = draw_rows([row], COLUMNS[:3], None, selected=None)
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "<b>7</b>" in html
    assert "–" in html  # nothing is a dash


def test_a_box_selects_each_row_and_keeps_its_choice():
    rows = [SimpleNamespace(pk=1, reference="A-1", title="One"), SimpleNamespace(pk=2, reference="A-2", title="Two")]
    html = draw_rows(rows, COLUMNS[:1], None, selected=frozenset({"2"}))
    assert html.count('type="checkbox"') == 2
    assert html.count(" checked") == 1
