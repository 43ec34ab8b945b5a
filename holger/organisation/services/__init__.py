"""Writing organisations, units, people, roles, invitations, tags and views; and the numbers behind references."""

from holger.organisation.services.comings import comings_hourly
from holger.organisation.services.erasure import erasures_replay, person_erase
from holger.organisation.services.importing import person_import, person_import_undo
from holger.organisation.services.invitation import (
    Sent,
    hash_of,
    invitation_accept,
    invitation_revoke,
    invitation_send,
)
from holger.organisation.services.numbers import next_numbers
from holger.organisation.services.organisation import organisation_create, organisation_edit
from holger.organisation.services.person import (
    people_set_unit,
    person_create,
    person_edit,
    person_remove,
    person_resume,
    person_suspend,
)
from holger.organisation.services.role import role_give, role_take
from holger.organisation.services.security import account_note, person_end_sessions, refusal_note, security_edit
from holger.organisation.services.service_account import (
    service_account_create,
    service_account_edit,
    service_account_remove,
    service_account_resume,
    service_account_suspend,
)
from holger.organisation.services.tag import tag_create, tag_edit, tag_remove
from holger.organisation.services.unit import unit_create, unit_edit, unit_move, unit_remove
from holger.organisation.services.view import view_delete, view_save

__all__ = [
    "Sent",
    "account_note",
    "comings_hourly",
    "erasures_replay",
    "hash_of",
    "invitation_accept",
    "invitation_revoke",
    "invitation_send",
    "next_numbers",
    "organisation_create",
    "organisation_edit",
    "people_set_unit",
    "person_create",
    "person_edit",
    "person_end_sessions",
    "person_erase",
    "person_import",
    "person_import_undo",
    "person_remove",
    "person_resume",
    "person_suspend",
    "refusal_note",
    "role_give",
    "role_take",
    "security_edit",
    "service_account_create",
    "service_account_edit",
    "service_account_remove",
    "service_account_resume",
    "service_account_suspend",
    "tag_create",
    "tag_edit",
    "tag_remove",
    "unit_create",
    "unit_edit",
    "unit_move",
    "unit_remove",
    "view_delete",
    "view_save",
]
