"""Every write of the room: deciding, telling when, what was sent, and what an organisation is before the law."""

from holger.incidents.services.cases import (
    incident_archive,
    incident_create,
    incident_edit,
    incident_restore,
    incidents_give,
    restricted_set,
)
from holger.incidents.services.decisions import clock_dismiss, clock_take_up, decision_make, measures_set
from holger.incidents.services.handing import members_give
from holger.incidents.services.importing import DAYS, incidents_import, incidents_import_undo
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
from holger.incidents.services.stepping import incident_step
from holger.incidents.services.weighing import severities_follow, severity_follow

__all__ = [
    "DAYS",
    "agreement_create",
    "agreement_edit",
    "answers_set",
    "case_agreements_set",
    "clock_dismiss",
    "clock_take_up",
    "copy_taken",
    "decision_make",
    "incident_archive",
    "incident_create",
    "incident_edit",
    "incident_restore",
    "incident_step",
    "incidents_give",
    "incidents_import",
    "incidents_import_undo",
    "late_reason_give",
    "letter_start_over",
    "letter_write",
    "measures_set",
    "members_give",
    "moment_correct",
    "moment_tell",
    "notice_correct",
    "notice_record",
    "notice_withdraw",
    "profile_set",
    "recipient_drop",
    "recipient_set",
    "restricted_set",
    "rule_add",
    "rule_copy",
    "rule_drop",
    "rule_edit",
    "rule_switch",
    "severities_follow",
    "severity_follow",
]
