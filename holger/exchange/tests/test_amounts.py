"""Amounts in the many spellings of spreadsheets."""

from decimal import Decimal

import pytest

from holger.exchange.amounts import amount
from holger.exchange.fields import Field, Kind
from holger.exchange.tests.samples import ready_field
from holger.exchange.values import BLANK, Trouble, parser_for

BUDGET = parser_for(ready_field(Field("budget", "Budget", Kind.DECIMAL, low=0, high=1_000_000)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("250000", "250000"), ("250.000", "250000"), ("250,000", "250000"), ("1.250.000", "1250000"), ("2,5", "2.5")),
        *(("2.5", "2.5"), ("1.250,50", "1250.50"), ("1,250.50", "1250.50"), ("1 250,50", "1250.50"), ("1'250", "1250")),
        *(("kr. 1.250,00", "1250"), ("1.250 kr.", "1250"), ("1.250,-", "1250"), ("DKK 99", "99"), ("€ 12,00", "12")),
        *(("-3", "-3"), ("+3", "3"), ("0,05", "0.05"), ("7 dage", "7"), ("1\u00a0250", "1250")),
    ],
)
def test_an_amount_in_many_spellings(text, value):
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "much", "1/2", "1,2345", "12-13", "1.25.5,333", "1e5", "--3", "٣", "9" * 16, ","])
def test_what_is_no_amount(text):
    assert amount(text) is None


def test_cells_of_any_kind():
    assert BUDGET(2.5) == Decimal("2.5")
    assert BUDGET(0.1 + 0.2) == Decimal("0.30")
    assert BUDGET(40) == 40
    assert BUDGET("–") is BLANK
    assert BUDGET(None) is BLANK


@pytest.mark.parametrize("cell", [-1, "-1", 1_000_001, "2.000.000", "some"])
def test_what_cannot_be_is_told(cell):
    assert isinstance(BUDGET(cell), Trouble)
