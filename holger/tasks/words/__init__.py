"""The room's own marks in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROLES: dict[str, str | Promise] = {
    "management": pgettext_lazy("role", "Management"),
    "security_officer": pgettext_lazy("role", "Security officer"),
    "dpo": pgettext_lazy("role", "Data protection officer"),
    "it": pgettext_lazy("role", "IT"),
    "system_owner": pgettext_lazy("role", "System owner"),
    "line_manager": pgettext_lazy("role", "Line manager"),
    "hr": pgettext_lazy("role", "HR"),
    "procurement": pgettext_lazy("role", "Procurement"),
    "developer": pgettext_lazy("role", "Developers"),
    "facility": pgettext_lazy("role", "Facility management"),
    "internal_audit": pgettext_lazy("role", "Internal audit"),
    "communication": pgettext_lazy("role", "Communication"),
    "legal": pgettext_lazy("role", "Legal"),
    "employee": pgettext_lazy("role", "Every employee"),
}

ABOUT: dict[str, str | Promise] = {
    "management": _("Decides goals, risk appetite and resources, and approves."),
    "security_officer": _("Runs the work with information security from day to day."),
    "dpo": _("Advises on personal data and watches that the rules are kept."),
    "it": _("Answers for operation: backups, access, updates, logs."),
    "system_owner": _("Answers for a system. Named here, it is whoever has those that nobody owns."),
    "line_manager": _("Leads a department and answers for what its people do."),
    "hr": _("Hires, changes jobs and says goodbye to people."),
    "procurement": _("Buys, and answers for contracts with suppliers."),
    "developer": _("Builds and changes software."),
    "facility": _("Looks after buildings, doors and what is in the rooms."),
    "internal_audit": _("Checks the work of others, never their own."),
    "communication": _("Tells people inside and outside what they need to know."),
    "legal": _("Knows laws and contracts."),
}
"""What whoever holds a role does, in a sentence."""

STATE_WORDS: dict[str, str | Promise] = {
    "missed": pgettext_lazy("run", "Missed"),
    "late": pgettext_lazy("run", "Overdue"),
    "due": pgettext_lazy("run", "Due today"),
    "soon": pgettext_lazy("run", "Due within 14 days"),
    "deviation": pgettext_lazy("run", "Done, with a deviation"),
    "waiting": pgettext_lazy("run", "Awaits sign-off"),
    "open": pgettext_lazy("run", "Can be begun"),
    "planned": pgettext_lazy("run", "Planned"),
    "done": pgettext_lazy("run", "Done"),
}
"""How a run stands (``rules.standing``)."""
