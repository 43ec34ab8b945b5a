"""Every write of this room, one function per verb."""

from holger.policies.services.approvers import approvers_set
from holger.policies.services.approving import (
    approval_request,
    approval_withdraw,
    coming_call_off,
    policy_approve,
    policy_decline,
)
from holger.policies.services.campaigns import (
    campaign_close,
    campaign_create,
    campaign_discard,
    campaign_edit,
    campaign_start,
)
from holger.policies.services.confirming import policy_confirm
from holger.policies.services.drafting import draft_begin, draft_discard, draft_edit
from holger.policies.services.exceptions import (
    exception_approve,
    exception_ask,
    exception_ask_another,
    exception_decline,
    exception_give,
    exception_renew,
    exception_withdraw,
    exceptions_end,
)
from holger.policies.services.files import policies_from_files
from holger.policies.services.force import take_effect, take_effect_due
from holger.policies.services.importing import policies_import, policies_import_undo
from holger.policies.services.importing_exceptions import exceptions_import, exceptions_import_undo
from holger.policies.services.links import policy_link_remove, policy_links_add
from holger.policies.services.nudging import campaign_nudge, reading_nudge
from holger.policies.services.policies import (
    policies_archive,
    policies_give,
    policy_archive,
    policy_create,
    policy_edit,
    policy_restore,
)
from holger.policies.services.reading_settings import reading_settings_set
from holger.policies.services.ready import ready_take
from holger.policies.services.reviewing import (
    remark_add,
    remark_resolve,
    review_answer,
    review_ask,
    review_call_off,
    review_give,
)
from holger.policies.services.writing import text_same_now, text_save

__all__ = [
    "approval_request",
    "approval_withdraw",
    "approvers_set",
    "campaign_close",
    "campaign_create",
    "campaign_discard",
    "campaign_edit",
    "campaign_nudge",
    "campaign_start",
    "coming_call_off",
    "draft_begin",
    "draft_discard",
    "draft_edit",
    "exception_approve",
    "exception_ask",
    "exception_ask_another",
    "exception_decline",
    "exception_give",
    "exception_renew",
    "exception_withdraw",
    "exceptions_end",
    "exceptions_import",
    "exceptions_import_undo",
    "policies_archive",
    "policies_from_files",
    "policies_give",
    "policies_import",
    "policies_import_undo",
    "policy_approve",
    "policy_archive",
    "policy_confirm",
    "policy_create",
    "policy_decline",
    "policy_edit",
    "policy_link_remove",
    "policy_links_add",
    "policy_restore",
    "reading_nudge",
    "reading_settings_set",
    "ready_take",
    "remark_add",
    "remark_resolve",
    "review_answer",
    "review_ask",
    "review_call_off",
    "review_give",
    "take_effect",
    "take_effect_due",
    "text_same_now",
    "text_save",
]
