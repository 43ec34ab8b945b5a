"""Special kinds of processing, as the criteria of a screening tell them."""

from collections.abc import Collection, Mapping

YES, NO, UNSURE = "yes", "no", "unsure"
KINDS: Mapping[str, Collection[str]] = {
    "profiling": ("evaluation", "decisions-by-profile", "dk-profiling"),
    "automated": ("automated", "decisions-by-profile", "dk-access-decisions"),
    "monitoring": ("monitoring", "public-monitoring"),
    "location": ("dk-location",),
    "matching": ("matching",),
    "technology": ("innovative", "dk-new-technology"),
    "vulnerable": ("vulnerable", "dk-vulnerable"),
}
"""Each kind with the criteria that ask for it (``library.assessment``). Part D of the authority's point model asks for just these: profiling,
automated decisions, monitoring, matching, new technology and vulnerable people."""


def special_kinds(answers: Mapping[str, str]) -> Collection[str] | None:
    """The kinds that were said to be there. None where nobody has said no to one of the others, or somebody was not sure."""
    said = {kind: {answers.get(key) for key in asked} for kind, asked in KINDS.items()}
    found = {kind for kind, given in said.items() if YES in given}
    open_ = any(NO not in given or UNSURE in given for kind, given in said.items() if kind not in found)
    return None if open_ else found
