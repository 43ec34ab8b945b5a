"""The roles of the field (domain: ISMS roles). Not the roles that give access: a small organisation has one person for several."""

ROLES = (
    "management",
    "security_officer",
    "dpo",
    "it",
    "system_owner",
    "line_manager",
    "hr",
    "procurement",
    "developer",
    "facility",
    "internal_audit",
    "communication",
    "legal",
    "employee",
)
HELD = tuple(role for role in ROLES if role != "employee")
"""Those that somebody can be said to hold. Everybody is an employee."""
