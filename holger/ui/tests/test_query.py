from django.http import QueryDict

from holger.ui.query import Query


def query(text: str) -> Query:
    return Query(QueryDict(text))


def test_a_change_leads_to_the_first_page_and_keeps_the_rest():
    assert query("q=a&page=3&type=x&type=y").change(sort="-score") == "?q=a&type=x&type=y&sort=-score"
    assert query("q=a&export=csv").change() == "?q=a"


def test_what_is_empty_is_left_out():
    assert query("q=&type=").change() == "?"
    assert query("q=&page=2&type=x").canonical == "?page=2&type=x"


def test_taking_a_filter_away():
    assert query("q=a&type=x&type=y").without("type") == "?q=a"


def test_the_same_view_is_the_same_rows_in_the_same_order():
    assert query("type=x&q=a&page=2&per=100").same_view("q=a&type=x")
    assert not query("type=x").same_view("type=y")
    assert query("").same_view("")
