"""What part a supplier has in a processing activity, and what follows from it."""

from collections.abc import Mapping

from holger.core.words import N_, Reason
from holger.privacy.rules.vocabulary import PROCESSOR

SUB_PROCESSOR, RECIPIENT, JOINT, SOURCE = "sub_processor", "recipient", "joint", "source"
PARTS: Mapping[str, str] = {
    PROCESSOR: N_("Processor"),
    SUB_PROCESSOR: N_("Sub-processor"),
    RECIPIENT: N_("Recipient that decides for itself"),
    JOINT: N_("Joint controller"),
    SOURCE: N_("Source"),
}
GETS = (PROCESSOR, SUB_PROCESSOR, RECIPIENT, JOINT)
"""To whom data is disclosed: recipients, whoever decides about the data (GDPR art. 4(9))."""


def ours(part: str, role: str) -> bool:
    """Does it work on our own instruction, so that the agreement and the supervision are ours (GDPR art. 28)?

    ``role`` is our own. Where we are the processor, those below us are our sub-processors (art. 28(4)); elsewhere a sub-processor
    answers to the processor that has chosen it.
    """
    return part == PROCESSOR or (part == SUB_PROCESSOR and role == PROCESSOR)


GOES_OUT = Reason(N_("A supplier gets the data: see who has a part in it. Take the tick away."), field="no_recipients")
"""Why it cannot be said that nobody outside gets it."""
THERE_ALREADY = Reason(N_("The supplier has that part already."), field="part")
PUT_AWAY = Reason(N_("The supplier is archived. Restore it first."), field="supplier")
