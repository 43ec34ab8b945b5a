"""Ways to narrow the controls, in the list and on the board alike."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors
from holger.controls.models import Control, Function, Kind, Status
from holger.controls.rules.coverage import STATES
from holger.controls.words import STATE_WORDS
from holger.core import dates
from holger.core.actor import Actor
from holger.frameworks.models import Driver, Standing
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, Picked, PickFilter, YesNoFilter

PROVEN = timedelta(days=365)
"""So long ago is evidence no longer new."""


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class DriverFilter(ChoiceFilter):
    """Any of the chosen drivers. Lists in JSON cannot be searched alike in both databases."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        rows = qs.exclude(drivers=[]).order_by().values_list("pk", "drivers")
        return qs.filter(pk__in=[key for key, drivers in rows if set(drivers) & set(value)])


class AnswersFilter(YesNoFilter):
    """Does it answer any requirement?"""

    def bind(self, actor: Actor) -> None:
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        answering = selectors.links_of_any(self.actor).values("control")
        return qs.filter(pk__in=answering) if value else qs.exclude(pk__in=answering)


class FrameworkFilter(PickFilter):
    """Controls that answer something of a framework; "none": nothing of any."""

    pick, column = "frameworks", "requirement__framework"

    def __init__(self, **kwargs: Any):
        super().__init__(self.pick, **kwargs)

    def bind(self, actor: Actor) -> None:
        super().bind(actor)
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: Picked | None) -> QuerySet[Any]:
        if value is None:
            return qs
        links = selectors.links_of_any(self.actor)
        found = qs.filter(pk__in=links.filter(**{f"{self.column}__in": self.keys(value)}).values("control"))
        return found | qs.exclude(pk__in=links.values("control")) if "none" in value.words else found


class RequirementFilter(FrameworkFilter):
    """Controls that answer a requirement."""

    pick, column = "requirements", "requirement"


class AssetFilter(PickFilter):
    """Controls that protect an asset; "none": nothing."""

    def __init__(self, **kwargs: Any):
        super().__init__("assets", **kwargs)

    def filter(self, qs: QuerySet[Any], value: Picked | None) -> QuerySet[Any]:
        if value is None:
            return qs
        protecting = Control.assets.through.objects.filter(asset__in=self.keys(value)).values("control")
        found = qs.filter(pk__in=protecting)
        return found | qs.filter(assets=None) if "none" in value.words else found


class BelowFilter(YesNoFilter):
    """Is the maturity lower than what is aimed at?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return qs.filter(selectors.below_target()) if value else qs.exclude(selectors.below_target())


class OverdueFilter(YesNoFilter):
    """Was it to be in place by a day that has gone?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        late = selectors.overdue(dates.today())
        return qs.filter(late) if value else qs.exclude(late)


class ProvenFilter(YesNoFilter):
    """Is there evidence of the last twelve months?"""

    def bind(self, actor: Actor) -> None:
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        proven = selectors.proven_since(self.actor, dates.today() - PROVEN).values("subject_id")
        return qs.filter(pk__in=proven) if value else qs.exclude(pk__in=proven)


class ControlFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=Status.choices)
    owner = PickFilter("people", label=_("Owner"))
    framework = FrameworkFilter(label=_("Framework"))
    overdue = OverdueFilter(label=_("Overdue"))
    kind = ChoiceFilter(label=_("Type"), choices=Kind.choices)
    below = BelowFilter(label=_("Below the target"))
    answers = AnswersFilter(label=_("Answers requirements"), yes=_("Some"), no=_("None"))
    proven = ProvenFilter(label=_("Evidence of the last 12 months"), yes=_("There is some"), no=_("Missing"))
    function = ChoiceFilter(label=_("Function"), choices=Function.choices)
    driver = DriverFilter(label=_("Driver"), choices=Driver.choices)
    unit = PickFilter("units", label=_("Unit"))
    asset = AssetFilter(label=_("Asset"))
    requirement = RequirementFilter(label=_("Requirement"))
    due = DateFilter(field_name="due", label=_("In place by"))
    review = DateFilter(field_name="next_review", label=_("Review"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Control
        fields: tuple[str, ...] = ()


class StateFilter(ChoiceFilter):
    """How far the controls of a requirement are. The filters are told what has any (``CoverageFilter``)."""

    parent: "CoverageFilter"

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        found = self.parent.covered
        keys = [key for state in value if state != "none" for key in found.keys(state)]
        with_any = qs.filter(requirement__in=keys)
        return with_any | qs.exclude(requirement__in=found.known) if "none" in value else with_any


class WholeFilter(YesNoFilter):
    """Of what has a control: does one of them answer it wholly?"""

    parent: "CoverageFilter"

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        answers = self.parent.covered.answers
        return qs.filter(requirement__in=[key for key, answer in answers.items() if answer.whole == value])


class CoverageFilter(Filters):
    """Narrows the requirements of a framework by their controls."""

    state = StateFilter(label=_("Controls"), choices=[(state, STATE_WORDS[state]) for state in STATES])
    whole = WholeFilter(label=_("How much of it"), yes=_("Wholly"), no=_("In part"))

    def __init__(self, *args: Any, actor: Actor, covered: selectors.Covered | None = None, **kwargs: Any):
        self.covered = covered or selectors.covered(actor)
        super().__init__(*args, actor=actor, **kwargs)

    class Meta:
        model = Standing
        fields: tuple[str, ...] = ()
