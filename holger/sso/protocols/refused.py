"""A sign-in that is not believed."""

from holger.core.errors import RuleBroken


class Refused(RuleBroken):
    """What the provider (or whoever pretends to be it) sent will not do. Nothing but a line of history is written."""
