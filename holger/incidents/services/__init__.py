"""Every write of the room: deciding, telling when, what was sent, and what an organisation is before the law."""

from holger.incidents.services.affected import (
    affected_add,
    affected_add_all,
    affected_drop,
    affected_set,
    people_count_take,
)
from holger.incidents.services.checklist import (
    playbook_use,
    step_add,
    step_note,
    step_skip,
    step_tick,
    step_untick,
)
from holger.incidents.services.custody import custody_add
from holger.incidents.services.decisions import clock_dismiss, clock_take_up, decision_make, measures_set
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
from holger.incidents.services.relations import incident_split, relation_add, relation_drop
from holger.incidents.services.team import member_add, member_drop, member_edit
from holger.incidents.services.timeline import entry_add

__all__ = [
    "affected_add",
    "affected_add_all",
    "affected_drop",
    "affected_set",
    "agreement_create",
    "agreement_edit",
    "answers_set",
    "case_agreements_set",
    "clock_dismiss",
    "clock_take_up",
    "copy_taken",
    "custody_add",
    "decision_make",
    "entry_add",
    "incident_split",
    "late_reason_give",
    "letter_start_over",
    "letter_write",
    "measures_set",
    "member_add",
    "member_drop",
    "member_edit",
    "moment_correct",
    "moment_tell",
    "notice_correct",
    "notice_record",
    "notice_withdraw",
    "people_count_take",
    "playbook_use",
    "profile_set",
    "recipient_drop",
    "recipient_set",
    "relation_add",
    "relation_drop",
    "rule_add",
    "rule_copy",
    "rule_drop",
    "rule_edit",
    "rule_switch",
    "step_add",
    "step_note",
    "step_skip",
    "step_tick",
    "step_untick",
]
