"""What is told of work that comes again by itself is told in the organisation's language."""

import pytest
from django.utils import translation

from holger.core.registry import Recurring, registry
from tests.cast import Cast

OURS = [known for known in registry.recurring if not known.installation]


@pytest.mark.django_db
@pytest.mark.parametrize("known", OURS, ids=[known.name for known in OURS])
def test_how_it_went_is_translated(cast: Cast, known: Recurring) -> None:
    said = []
    for language in ("en", "da"):
        with translation.override(language):
            said.append(known.run(cast.kronborg.id))
    assert said[0] != said[1] or said == ["", ""], said
