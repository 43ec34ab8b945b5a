"""Pages that are answered without being drawn, for tests that ask of each whether it opens and not what it says.

Who is let in is decided before anything is drawn, and drawing takes longer than all the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock


@contextmanager
def undrawn() -> Iterator[None]:
    def nothing(template: Any, context: Any) -> str:
        return ""

    with mock.patch("django.template.base.Template.render", nothing):
        yield
