"""How many questions a page asks, on whatever database."""

from django.test.utils import CaptureQueriesContext


def questions_asked(caught: CaptureQueriesContext) -> int:
    """What was asked, but for telling PostgreSQL's walls where one stands: that is once for each request."""
    return sum("set_config('holger." not in query["sql"] for query in caught.captured_queries)
