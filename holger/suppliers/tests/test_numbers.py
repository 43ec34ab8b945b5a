"""A slip of the finger in a company's number is noticed."""

import pytest

from holger.suppliers.rules.numbers import Number, cvr_of, tidy, why_not


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (Number.CVR, "DK 13 58 56 28", "13585628"),
        (Number.VAT, "dk13585628", "DK13585628"),
        (Number.VAT, "DE 136 695 976", "DE136695976"),
        (Number.LEI, " 213800kud8lajwsq9d15 ", "213800KUD8LAJWSQ9D15"),
    ],
)
def test_a_number_is_kept_in_one_form(kind, text, kept):
    assert why_not(kind, text) is None and tidy(kind, text) == kept


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (Number.CVR, "13585629", "No CVR number"),
        (Number.CVR, "1358562", "A number is missing"),
        (Number.CVR, "aaaaaaaa", "No CVR number"),
        (Number.VAT, "US13585628", "The two letters"),
        (Number.VAT, "DE136695977", "No VAT number"),
        (Number.LEI, "213800KUD8LAJWSQ9D16", "No LEI"),
        (Number.LEI, "2" * 10_000, "A number is missing"),
        (Number.VAT, "\x00💥", "The two letters"),
    ],
)
def test_what_is_wrong_is_said(kind, text, says):
    reason = why_not(kind, text)
    assert (reason.text % reason.params).startswith(says) and reason.field == kind


def test_nothing_is_nothing_wrong():
    assert why_not(Number.CVR, "  ") is None


def test_a_danish_vat_number_holds_the_company_number():
    assert cvr_of("DK13585628") == "13585628"
    assert cvr_of("DE136695976") == cvr_of("nonsense") == cvr_of("") == ""
