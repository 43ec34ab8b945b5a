from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

# The record

VIEW = permission(
    "privacy.view", _("See the record of processing activities"), everywhere=READERS, own=(Role.CONTRIBUTOR,)
)
EDIT = permission(
    "privacy.edit", _("Write processing activities"), everywhere=(*MANAGERS, Role.DPO), own=(Role.CONTRIBUTOR,)
)
"""Whoever may write their own only makes drafts, which somebody with ``MANAGE`` takes into the record."""
MANAGE = permission(
    "privacy.manage",
    _("Take processing activities into the record, end and archive them, and import them"),
    everywhere=(*MANAGERS, Role.DPO),
)

# Requests of data subjects

REQUESTS = permission(
    "privacy.requests", _("See requests of data subjects"), everywhere=READERS, own=(Role.CONTRIBUTOR,)
)
"""Who asked is told to those alone who may answer."""
ANSWER = permission(
    "privacy.answer",
    _("Take in and answer requests of data subjects, and read who asks"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
DELETE = permission(
    "privacy.put_away", _("Archive and restore requests of data subjects"), everywhere=(*MANAGERS, Role.DPO)
)

# Impact assessments

ADVISE = permission(
    "privacy.advise", _("Give the data protection officer’s opinion on impact assessments"), everywhere=(Role.DPO,)
)
DECIDE = permission("privacy.decide", _("Decide on impact assessments"), everywhere=MANAGERS)
"""Whoever advises does not decide (article 38(6))."""
