"""Papers: a report that a room describes once, as PDF, as a workbook and as a Word document.

A room builds a ``paper.Paper`` of plain data and offers it through a ``pages.ReportPage``, or answers with
``sending.paper_response``. The paper is set in the language that was chosen, whatever the language of the page; texts of
our own must therefore be made when the paper is (``gettext``, or a lazy text turned into ``str``), not before.
"""
