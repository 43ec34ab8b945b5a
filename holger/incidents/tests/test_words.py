"""Words of the law and of its deadlines, in both languages; without a database."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from holger.incidents import library
from holger.incidents.tables.clocks import moment
from holger.incidents.words import source_words

SOURCES = sorted(
    {
        found.strip().strip("\"'")
        for path in Path(library.__file__).parent.rglob("*.yaml")
        for found in re.findall(r"^\s*(?:- )?source: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
)


def test_sources_are_found():
    assert len(SOURCES) > 40


@pytest.mark.parametrize("source", SOURCES)
def test_sources_say_their_kind_of_act_in_the_readers_language(source):
    with override("en"):
        assert source_words(source) == source
    with override("da"):
        said = source_words(source)
    assert not re.search(r"Regulation|Directive|Circular|contract|subparagraph|proposal|since", said)
    assert re.findall(r"\d+", said) == re.findall(r"\d+", source)


def test_a_day_is_written_as_within_a_sentence():
    friday = datetime(2026, 11, 27, 11, 52, tzinfo=UTC)
    with override("da"):
        assert moment(friday, "Europe/Copenhagen") == "fredag 27. nov. 2026 kl. 12.52"
    with override("en"):
        assert moment(friday, "Europe/Copenhagen") == "Friday 27 Nov 2026 at 12.52"
