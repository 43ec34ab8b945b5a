"""Leaving a trace, and proving it: recording, checkpoints, anchors, redaction and keeping."""

from holger.history.services.anchoring import anchors_deliver
from holger.history.services.checkpoints import checkpoint_make, hourly
from holger.history.services.erasures import erasure_note, erasures_noted
from holger.history.services.keeping import keeping_set, nightly, prune
from holger.history.services.recording import Entry, exported, record, record_many
from holger.history.services.redaction import entries_naming, names_known, redact

__all__ = [
    "Entry",
    "anchors_deliver",
    "checkpoint_make",
    "entries_naming",
    "erasure_note",
    "erasures_noted",
    "exported",
    "hourly",
    "keeping_set",
    "names_known",
    "nightly",
    "prune",
    "record",
    "record_many",
    "redact",
]
