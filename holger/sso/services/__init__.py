"""Writing providers, linked sign-ins, and what providers decide: who becomes a member, and with which roles."""

from holger.sso.services.group import group_add, group_remove
from holger.sso.services.identity import identity_link, identity_unlink
from holger.sso.services.provider import (
    provider_create,
    provider_edit,
    provider_remove,
    provider_switch,
    single_sign_on_require,
)
from holger.sso.services.sign_in import Entry, sign_in, sign_in_refuse, signed_in_past

__all__ = [
    "Entry",
    "group_add",
    "group_remove",
    "identity_link",
    "identity_unlink",
    "provider_create",
    "provider_edit",
    "provider_remove",
    "provider_switch",
    "sign_in",
    "sign_in_refuse",
    "signed_in_past",
    "single_sign_on_require",
]
