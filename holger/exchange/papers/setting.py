"""A paper as a file, in each of the forms that there are."""

from collections.abc import Sequence

from django.utils.text import slugify

from holger.exchange.papers.paper import Paper

FORMS: Sequence[str] = ("pdf", "xlsx", "docx")
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def paper_file(paper: Paper, form: str) -> bytes:
    """The paper as one of ``FORMS``. ``RuleBroken`` where it does not fit in pages."""
    # The libraries are loaded by whoever first wants a paper, not by each process that starts.
    if form == "pdf":
        from holger.exchange.papers.pdf import pdf

        return pdf(paper)
    if form == "docx":
        from holger.exchange.papers.document import docx

        return docx(paper)
    from holger.exchange.papers.workbook import xlsx

    return xlsx(paper)


def file_name(paper: Paper, form: str) -> str:
    """kronborg-risk-register-2026-11-24.pdf, of plain letters."""
    parts = (slugify(paper.organisation)[:40], slugify(paper.title)[:60] or paper.kind, paper.as_of.isoformat())
    return f"{'-'.join(part for part in parts if part)}.{form}"
