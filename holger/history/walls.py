"""The one way past the append-only triggers: while a permit of this room's services lies in its table, names and texts
may be emptied (never changed), and entries before a checkpoint removed. The sealed fields never change."""

from holger.core import walls

EVENT = "history_event"
NAMES = ("names_salt", "actor_label", "via", "subject_label")
PAYLOAD = ("payload_salt", "payload")
SEALED = (
    *("id", "organisation_id", "seq", "at", "actor_id", "channel", "action", "subject_type", "subject_id"),
    *("names_commitment", "payload_commitment", "previous", "hash"),
)


def register() -> None:
    walls.APPEND_ONLY.update({EVENT, "history_checkpoint"})
    walls.MAY_REDACT[EVENT] = (*NAMES, *PAYLOAD)
    walls.LET_THROUGH[EVENT, "UPDATE"] = " AND ".join(
        [_permit("redact"), *map(_same, SEALED), _same_or_empty(NAMES), _same_or_empty(PAYLOAD)]
    )
    walls.LET_THROUGH[EVENT, "DELETE"] = f"{_permit('prune', ' AND OLD.seq <= p.upto')}"


def _permit(act: str, more: str = "") -> str:
    found = f"p.organisation_id = OLD.organisation_id AND p.act = '{act}'{more}"
    return f"EXISTS (SELECT 1 FROM history_permit p WHERE {found})"  # noqa: S608 (every word of it stands here)


def _same(column: str) -> str:
    return f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"


def _same_or_empty(columns: tuple[str, ...]) -> str:
    same = " AND ".join(_same(column) for column in columns)
    empty = " AND ".join(f"NEW.{column} = ''" for column in columns)
    return f"(({same}) OR ({empty}))"
