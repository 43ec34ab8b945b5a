"""People who come and go: when the task about it is made, and what is on the list to begin with."""

from datetime import date, timedelta

from holger.core.words import N_

JOINER, LEAVER = "joiner", "leaver"
KINDS = (JOINER, LEAVER)

AHEAD = timedelta(days=30)
"""So long before the day it is told of."""
LEAD = timedelta(days=14)
"""So long before the day the task is given, for what must be ready then."""
LATELY = timedelta(days=30)
"""So long after the day a change of it still concerns the task."""

READY = {
    JOINER: (
        N_("Order the equipment and hand it over against a receipt"),
        N_("Give access as agreed with the manager: what the work takes, and no more"),
        N_("Set up multi-factor authentication together"),
        N_("Go through the security rules, and where they are found"),
        N_("Have the declaration of confidentiality signed"),
        N_("Show how an incident is reported"),
        N_("Say whom to ask"),
    ),
    LEAVER: (
        N_("Hand over what they own in holger to somebody else"),
        N_("Close all access the same day, remote access and cloud services too"),
        N_("Take back equipment, keys and access cards, and tick them off the list"),
        N_("Change passwords that were shared, and take them off shared mailboxes"),
        N_("Say what happens to their mail and files, and who reads them until then"),
        N_("Wipe the organisation's data from their own devices"),
        N_("Remind them of the confidentiality that goes on"),
    ),
}
"""What is done when somebody comes or goes, until the organisation has a list of its own."""


def is_near(day: date | None, today: date) -> bool:
    return day is not None and today - LATELY <= day <= today + AHEAD


def due_on(day: date, today: date) -> date:
    """On the day; at once where that has passed."""
    return max(day, today)
