"""A verdict in words, for the command and for the page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holger.history.verification import Verdict

SAID = {
    "changed": gettext_lazy("has been changed since it was written"),
    "told": gettext_lazy("no longer says what it was sealed with: its text, or the salt beside it, was changed"),
    "missing": gettext_lazy("is missing"),
    "reordered": gettext_lazy("is out of order"),
    "inserted": gettext_lazy("was put in afterwards"),
    "truncated": gettext_lazy("and everything after it is missing"),
    "head": gettext_lazy("is not the one that the head of the chain tells of"),
    "forked": gettext_lazy("and those before it are not the ones that were there: they were written anew"),
    "signature": gettext_lazy("has a checkpoint whose signature does not fit"),
    "key": gettext_lazy("has a checkpoint that was signed with a key which is not here, in history-keys"),
    "checkpoint": gettext_lazy("tells of a checkpoint that is missing, or another's"),
    "erased": gettext_lazy("was emptied, and no redaction says so"),
    "pruned": gettext_lazy("and those before it were removed, and nothing says so"),
}


def sentence(verdict: Verdict) -> str:
    if verdict.broken is None:
        return whole(verdict)
    event, broken = verdict.event, verdict.broken
    about = f" ({event.at:%Y-%m-%d %H:%M} UTC, {event.action}, {event.subject_label})" if event else ""
    said = _("entry %(seq)s%(about)s %(what)s") % {"seq": broken.seq, "about": about, "what": SAID[broken.kind]}
    return said + (_(" (found by %(witness)s)") % {"witness": broken.witness} if broken.witness else "") + "."


def whole(verdict: Verdict) -> str:
    kept = verdict.entries - verdict.start
    parts = [ngettext("%(n)s entry holds.", "%(n)s entries hold.", kept) % {"n": kept}]
    if verdict.start:
        parts.append(_("Entries up to %(seq)s are no longer kept.") % {"seq": verdict.start})
    if verdict.redacted:
        parts.append(
            ngettext("%(n)s part is redacted.", "%(n)s parts are redacted.", verdict.redacted) % {"n": verdict.redacted}
        )
    if verdict.checkpoints:
        parts.append(
            ngettext("%(n)s checkpoint agrees.", "%(n)s checkpoints agree.", verdict.checkpoints)
            % {"n": verdict.checkpoints}
        )
    return " ".join([*parts, _("Seal %(seal)s") % {"seal": verdict.seal}])
