"""Every write of the room, one function per verb."""

from holger.risks.services.acceptance import (
    acceptance_decline,
    acceptance_withdraw,
    risk_accept,
    risk_request_acceptance,
)
from holger.risks.services.activities import risks_link
from holger.risks.services.effects import (
    effect_add,
    effect_add_new,
    effect_edit,
    effect_remove,
    effects_add,
    risk_use_controls,
)
from holger.risks.services.importing import risks_import, risks_import_undo
from holger.risks.services.method import (
    library_install,
    method_change,
    method_discard,
    method_draft,
    method_draft_from,
    method_put_in_force,
)
from holger.risks.services.points import points_rebuild, reductions_update
from holger.risks.services.risks import (
    risk_archive,
    risk_assess,
    risk_close,
    risk_confirm,
    risk_create,
    risk_edit,
    risk_reopen,
    risk_restore,
    risks_add_from_threats,
    risks_edit_many,
)
from holger.risks.services.rounds import risks_freeze, round_edit, round_freeze, round_open
from holger.risks.services.scores import scores_rebuild, scores_update
from holger.risks.services.threats import threat_create, threat_edit, threat_hide, threat_show, threats_take
from holger.risks.services.treatment import (
    action_add,
    action_done,
    action_edit,
    action_remove,
    action_reopen,
)

__all__ = [
    "acceptance_decline",
    "acceptance_withdraw",
    "action_add",
    "action_done",
    "action_edit",
    "action_remove",
    "action_reopen",
    "effect_add",
    "effect_add_new",
    "effect_edit",
    "effect_remove",
    "effects_add",
    "library_install",
    "method_change",
    "method_discard",
    "method_draft",
    "method_draft_from",
    "method_put_in_force",
    "points_rebuild",
    "reductions_update",
    "risk_accept",
    "risk_archive",
    "risk_assess",
    "risk_close",
    "risk_confirm",
    "risk_create",
    "risk_edit",
    "risk_reopen",
    "risk_request_acceptance",
    "risk_restore",
    "risk_use_controls",
    "risks_add_from_threats",
    "risks_edit_many",
    "risks_freeze",
    "risks_import",
    "risks_import_undo",
    "risks_link",
    "round_edit",
    "round_freeze",
    "round_open",
    "scores_rebuild",
    "scores_update",
    "threat_create",
    "threat_edit",
    "threat_hide",
    "threat_show",
    "threats_take",
]
