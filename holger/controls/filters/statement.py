"""Ways to narrow a statement, and the list of them. What is computed is compared with the page's own lines."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Choice, HowFar, Statement
from holger.controls.rules.statement import Line
from holger.controls.selectors import Now
from holger.core.actor import Actor
from holger.core.words import say
from holger.frameworks.models import Driver, Scope, Standing
from holger.ui.filtering import ChoiceFilter, Filters, PickFilter, YesNoFilter

ASKED = {
    "unproven": _("In place without evidence"),
    "uncontrolled": _("Chosen without a control"),
    "unreasoned": _("Left out without a justification"),
    "contradicted": _("Left out against the map"),
    "undriven": _("Chosen without a driver"),
    "unanswered": pgettext_lazy("statement", "Unanswered"),
    "unkept": _("Control late or nobody's"),
    "disagreeing": _("Answer and controls disagree"),
    "stale": _("Changed since the approval"),
}


class LineFilter(ChoiceFilter):
    """Lines that fit one of the choices; ``fits`` tells what a line is."""

    parent: "StatementFilter"

    def __init__(self, *, fits: Callable[[Line], Sequence[str]], **kwargs: Any):
        self.fits = fits
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        wanted = set(value)
        return qs.filter(pk__in=[line.key for line in self.parent.now.lines if wanted & set(self.fits(line))])


class ThemeFilter(LineFilter):
    """Everything below a topmost heading of the framework."""

    def bind(self, actor: Actor) -> None:
        self.extra["choices"] = self.headings

    def headings(self) -> Sequence[tuple[str, str]]:
        return [(theme.code, f"{theme.code} {say(theme.title, get_language())}") for theme in self.parent.now.themes]


class ChangedFilter(YesNoFilter):
    """Does it say something else than the version in force?"""

    parent: "StatementFilter"

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        changed = [line.key for line in self.parent.now.lines if line.code in self.parent.now.changes]
        return qs.filter(pk__in=changed) if value else qs.exclude(pk__in=changed)


class QuestionFilter(ChoiceFilter):
    """What an auditor would ask about."""

    parent: "StatementFilter"

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        now = self.parent.now
        codes = {code for question in now.questions if question.key in value for code in question.codes}
        return qs.filter(pk__in=[line.key for line in now.lines if line.code in codes])


class StatementFilter(Filters):
    changed = ChangedFilter(label=_("Changed"))
    theme = ThemeFilter(label=_("Theme"), choices=(), fits=lambda line: (line.theme,))
    choice = LineFilter(
        label=pgettext_lazy("statement", "Choice"), choices=Choice.choices, fits=lambda line: (line.choice,)
    )
    status = LineFilter(label=_("Status"), choices=HowFar.choices, fits=lambda line: (line.status,))
    driver = LineFilter(label=_("Driver"), choices=Driver.choices, fits=lambda line: line.drivers)
    question = QuestionFilter(label=_("Auditor"), choices=ASKED.items())

    def __init__(self, *args: Any, now: Now, **kwargs: Any):
        self.now = now
        super().__init__(*args, **kwargs)
        if now.force is None:
            del self.filters["changed"]
        if len(now.themes) < 2:
            del self.filters["theme"]

    class Meta:
        model = Standing
        fields: Sequence[str] = ()


STATES = (
    ("force", pgettext_lazy("statement", "In force")),
    ("draft", pgettext_lazy("statement", "Draft")),
    ("requested", pgettext_lazy("statement", "Waits for approval")),
    ("none", _("No version yet")),
)


class VersionFilter(ChoiceFilter):
    """Scopes with a version that is in force, drafted or waiting, or without any."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        versions = Statement.objects.filter(organisation_id=OuterRef("organisation_id"), scope=OuterRef("pk"))
        wanted = Q(Exists(versions.filter(status__in=["approved" if each == "force" else each for each in value])))
        return qs.filter(wanted | ~Q(Exists(versions))) if "none" in value else qs.filter(wanted)


class StatementListFilter(Filters):
    state = VersionFilter(label=_("Version"), choices=STATES)
    unit = PickFilter("units", label=_("Unit"))
    owner = PickFilter("people", label=_("Owner"))

    class Meta:
        model = Scope
        fields: Sequence[str] = ()


class StatementVersionFilter(Filters):
    """For programs: all versions of all scopes are one list."""

    status = ChoiceFilter(label=_("Status"), choices=Statement.Status.choices)
    framework = PickFilter("frameworks", field_name="scope__framework", label=_("Framework"))
    approver = PickFilter("people", label=_("Approver"))

    class Meta:
        model = Statement
        fields: Sequence[str] = ()
