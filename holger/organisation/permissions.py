from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.permissions import EVERYBODY, MANAGERS, PERMISSIONS, RANK, READERS, Role, permission

WRITERS = (*MANAGERS, Role.DPO, Role.CONTRIBUTOR)

ENTER = permission("organisation.enter", _("Enter the organisation"), everywhere=EVERYBODY)
SETTINGS = permission("organisation.settings", _("Change the organisation's settings"), everywhere=(Role.OWNER,))
VIEW_PEOPLE = permission(
    "people.view", _("See people and units"), everywhere=(*READERS, Role.CONTRIBUTOR), own=(Role.EMPLOYEE,)
)
EDIT_PEOPLE = permission("people.edit", _("Edit people and units"), everywhere=MANAGERS)
ERASE = permission("people.erase", _("Erase people for good"), everywhere=(Role.OWNER,))
INVITE = permission("people.invite", _("Invite people and give roles"), everywhere=MANAGERS)
SEE_PROGRAMS = permission("service_accounts.view", _("See service accounts"), everywhere=READERS)
EDIT_PROGRAMS = permission("service_accounts.edit", _("Make and change service accounts"), everywhere=MANAGERS)
USE_TAGS = permission("tags.view", _("See tags"), everywhere=(*READERS, Role.CONTRIBUTOR))
TAGS = permission("tags.edit", _("Create and rename tags"), everywhere=WRITERS)
SAVE_VIEWS = permission("views.save", _("Save views of lists"), everywhere=(*READERS, Role.CONTRIBUTOR))
SHARE_VIEWS = permission("views.share", _("Share saved views with everybody"), everywhere=MANAGERS)


def may_invite(role: Role) -> bool:
    """Is this a role that gives and takes roles?"""
    return role in PERMISSIONS[INVITE].everywhere


def roles_to_give(actor: Actor) -> list[Role]:
    """The roles that the actor may hand out, somewhere at least: none above their own."""
    most = max((RANK[grant.role] for grant in actor.grants if may_invite(grant.role)), default=-1)
    return [role for role in Role if RANK[role] <= most]
