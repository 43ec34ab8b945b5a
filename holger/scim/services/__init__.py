"""Writing what the directory tells: its users, its groups, the roles these give; and what its word counts for."""

from holger.scim.services.feed import Opened, feed_edit, feed_token_create
from holger.scim.services.groups import group_add, group_remove, group_tell, role_add, role_remove
from holger.scim.services.users import user_add, user_remove, user_tell

__all__ = [
    "Opened",
    "feed_edit",
    "feed_token_create",
    "group_add",
    "group_remove",
    "group_tell",
    "role_add",
    "role_remove",
    "user_add",
    "user_remove",
    "user_tell",
]
