"""Why a file cannot be read: one error type, one sentence for each cause."""

from typing import Any

from holger.core.words import N_, Reason

MESSAGES = {
    "empty": N_("The file is empty."),
    "file_too_big": N_("The file is larger than %(limit)s MB. Remove pictures and sheets that are not needed."),
    "too_large": N_(
        "There is too much in the file to read it safely. Save the one sheet you need as a file of its own."
    ),
    "too_many_rows": N_("The sheet “%(sheet)s” has more than %(limit)s rows. Divide it into several files."),
    "too_many_columns": N_("The sheet “%(sheet)s” has %(found)s columns; at most %(limit)s can be read."),
    "too_many_sheets": N_("The workbook has more than %(limit)s sheets."),
    "too_slow": N_("The file took too long to read. Save the one sheet you need as a file of its own."),
    "busy": N_("Several files are being read right now. Try again in a moment."),
    "bomb": N_("The file unpacks to far more than a spreadsheet does, so it was not opened."),
    "dangerous": N_("The file holds XML declarations that spreadsheets do not have, so it was not opened."),
    "encrypted": N_("The file is protected by a password. Remove the password in Excel and try again."),
    "broken": N_("The file is damaged or cut off. Open it in Excel, save it again and try once more."),
    "web_page": N_("This is a web page or XML named as a spreadsheet. Open it in Excel and save it as .xlsx."),
    "old_format": N_("Files of this kind cannot be read. Open it in Excel and save it as .xlsx."),
    "wrong_extension": N_("The file is called %(extension)s, but holds plain text. If it is a table, name it .csv."),
    "not_a_spreadsheet": N_("This is not a spreadsheet. Use .xlsx, .xls, .ods or .csv."),
    "not_a_document": N_("This is not a document that can be read. Use .docx, .md or .txt."),
    "document_old": N_(
        "This is an old or protected document. Open it in Word, and save it as .docx without a password."
    ),
    "document_file_too_big": N_("The file is larger than %(limit)s MB. Remove its pictures, and try again."),
    "document_too_long": N_("The text is longer than %(limit)s letters. Divide it into several documents."),
    "document_macros": N_("The document holds macros. Save it as .docx, which has none, and try again."),
    "document_outside": N_(
        "The document fetches something from elsewhere when it is opened. Remove that, and try again."
    ),
    "document_bomb": N_("The file unpacks to far more than a document does, so it was not opened."),
    "document_dangerous": N_("The file holds XML declarations that documents do not have, so it was not opened."),
    "document_encrypted": N_("The file is protected by a password. Remove the password in Word and try again."),
    "document_broken": N_("The file is damaged or cut off. Open it in Word, save it again and try once more."),
    "document_too_large": N_("There is too much in the file to read it safely. Divide it into several documents."),
    "document_too_slow": N_("The file took too long to read. Divide it into several documents."),
    "document_nothing_in_it": N_("There is no text in the file."),
    "nothing_in_it": N_("There are no rows in the file."),
}


class Unreadable(Exception):
    """The file was not read, and the site goes on. ``code`` is a key of ``MESSAGES``."""

    def __init__(self, code: str, **params: Any):
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def reason(self) -> Reason:
        return Reason(MESSAGES[self.code], self.params)

    def __str__(self) -> str:
        return MESSAGES[self.code] % self.params
