"""Writing courses, giving them to people, taking them, and holding classes."""

from holger.training.services.content import (
    page_add,
    page_edit,
    page_move,
    page_remove,
    question_add,
    question_edit,
    question_move,
    question_remove,
)
from holger.training.services.courses import (
    course_archive,
    course_audience_set,
    course_create,
    course_edit,
    course_publish,
    course_restore,
    courses_give_to,
    requirements_set,
)
from holger.training.services.enrolling import course_give, course_stop, enrolment_withdraw, people_enrol
from holger.training.services.following import courses_follow, leaver_withdraw, newcomer_enrol, person_let_go
from holger.training.services.importing import (
    courses_import,
    courses_import_undo,
    enrolments_import,
    enrolments_import_undo,
)
from holger.training.services.proving import management_prove
from holger.training.services.ready import course_adopt, course_renew
from holger.training.services.sessions import session_cancel, session_create, session_edit, session_hold
from holger.training.services.taking import Led, attempt_begin, attempt_submit, attempts_give, course_finish

__all__ = [
    "Led",
    "attempt_begin",
    "attempt_submit",
    "attempts_give",
    "course_adopt",
    "course_archive",
    "course_audience_set",
    "course_create",
    "course_edit",
    "course_finish",
    "course_give",
    "course_publish",
    "course_renew",
    "course_restore",
    "course_stop",
    "courses_follow",
    "courses_give_to",
    "courses_import",
    "courses_import_undo",
    "enrolment_withdraw",
    "enrolments_import",
    "enrolments_import_undo",
    "leaver_withdraw",
    "management_prove",
    "newcomer_enrol",
    "page_add",
    "page_edit",
    "page_move",
    "page_remove",
    "people_enrol",
    "person_let_go",
    "question_add",
    "question_edit",
    "question_move",
    "question_remove",
    "requirements_set",
    "session_cancel",
    "session_create",
    "session_edit",
    "session_hold",
]
