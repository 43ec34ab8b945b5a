"""The same questions to somebody who knows the work and not the law: a few at a time, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.privacy.forms.record import ActivityForm


@dataclass(frozen=True)
class Screen:
    """``labels``: how a field is asked here, where its own name would not be understood."""

    key: str
    title: Any
    lead: Any
    fields: Sequence[str]
    labels: Mapping[str, Any] = field(default_factory=dict)


SCREENS = (
    Screen(
        "what",
        _("What do you do?"),
        _("Describe it as you would to a new colleague."),
        ("title", "purpose"),
        {"title": _("What do you call it?"), "purpose": _("What do you use the data for?")},
    ),
    Screen(
        "whom",
        _("Whom is it about?"),
        _("Think of everybody who stands in it, also those who are only mentioned."),
        ("data_subjects", "other_subjects", "people"),
        {"people": _("About how many people?"), "other_subjects": _("Anybody else?")},
    ),
    Screen(
        "data",
        _("What do you know about them?"),
        _("Name and address, pay, notes from talks. Tick what is sensitive."),
        ("categories", "special", "protected"),
        {
            "categories": _("Ordinary data"),
            "special": _("Is any of this in it?"),
            "protected": _("And any of this?"),
        },
    ),
    Screen(
        "sources",
        _("Where does it come from?"),
        _("And how do people learn that you have it?"),
        ("sources", "informed"),
    ),
    Screen(
        "systems",
        _("Where do you keep it?"),
        _("Systems, shared drives, mail, paper. Choose those that you find."),
        ("systems", "processes"),
        {"processes": _("Which work is it part of?")},
    ),
    Screen(
        "recipients",
        _("Who gets it?"),
        _("Colleagues elsewhere, authorities, customers, suppliers."),
        ("recipients", "no_recipients", "no_transfers", "transfers_note"),
        {
            "recipients": _("Who gets the data? One on each line."),
            "transfers_note": _("If somebody outside the EU/EEA can see it: who, and where?"),
        },
    ),
    Screen(
        "kept",
        _("When do you delete it?"),
        _("If you never do, write that. It is better to know."),
        ("retention",),
        {"retention": _("What is deleted, and when?")},
    ),
    Screen(
        "security",
        _("How do you look after it?"),
        _("Tick what you know of. The rest is found out later."),
        ("measures", "measures_note"),
    ),
)
BY_KEY: Mapping[str, Screen] = {screen.key: screen for screen in SCREENS}


class GuideForm(ActivityForm):
    """One screen's part of the form."""

    fieldsets = ()

    def __init__(self, *args: Any, screen: Screen | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if screen is None:  # all of it
            return
        for name in set(self.fields) - {*screen.fields, "version"}:
            del self.fields[name]
        self.order_fields(screen.fields)
        for name, label in screen.labels.items():
            self.fields[name].label = label
