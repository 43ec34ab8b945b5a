"""What people have confirmed is never changed or removed. Only who they were may be forgotten, when a person is erased."""

from holger.core import walls

TABLE = "policies_acknowledgement"
NAMES = ("person_name", "unit_name")
KEPT = ("id", "organisation_id", "policy_id", "version_id", "person_id", "language", "digest", "how", "campaign", "at")


def register() -> None:
    walls.APPEND_ONLY.add(TABLE)
    walls.MAY_REDACT[TABLE] = NAMES
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in KEPT)
    walls.LET_THROUGH[TABLE, "UPDATE"] = f"{same} AND NEW.unit_name = '' AND NEW.person_name LIKE 'Person ____'"
