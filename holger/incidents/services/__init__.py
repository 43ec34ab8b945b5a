"""Every write of the room: deciding, telling when, what was sent, and what an organisation is before the law."""

from holger.incidents.services.afterwards import (
    evaluation_finish,
    evaluation_reopen,
    evaluation_set,
)
from holger.incidents.services.corrections import (
    correction_add,
    correction_check,
    correction_drop,
)
from holger.incidents.services.decisions import clock_dismiss, clock_take_up, decision_make, measures_set
from holger.incidents.services.drills import drill_finish, drill_start, inject_tell
from holger.incidents.services.law import (
    agreement_create,
    agreement_edit,
    case_agreements_set,
    profile_set,
    recipient_drop,
    recipient_set,
    rule_add,
    rule_copy,
    rule_drop,
    rule_edit,
    rule_switch,
)
from holger.incidents.services.moments import moment_correct, moment_tell
from holger.incidents.services.notices import (
    answers_set,
    copy_taken,
    late_reason_give,
    letter_start_over,
    letter_write,
    notice_correct,
    notice_record,
    notice_withdraw,
)
from holger.incidents.services.touches import likelihood_propose, likelihood_take_back, touch_remove, touches_add

__all__ = [
    "agreement_create",
    "agreement_edit",
    "answers_set",
    "case_agreements_set",
    "clock_dismiss",
    "clock_take_up",
    "copy_taken",
    "correction_add",
    "correction_check",
    "correction_drop",
    "decision_make",
    "drill_finish",
    "drill_start",
    "evaluation_finish",
    "evaluation_reopen",
    "evaluation_set",
    "inject_tell",
    "late_reason_give",
    "letter_start_over",
    "letter_write",
    "likelihood_propose",
    "likelihood_take_back",
    "measures_set",
    "moment_correct",
    "moment_tell",
    "notice_correct",
    "notice_record",
    "notice_withdraw",
    "profile_set",
    "recipient_drop",
    "recipient_set",
    "rule_add",
    "rule_copy",
    "rule_drop",
    "rule_edit",
    "rule_switch",
    "touch_remove",
    "touches_add",
]
