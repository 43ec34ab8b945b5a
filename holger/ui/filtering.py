"""Ways to narrow a list, described once and used by the page, its saved views and the API alike."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.ui import days
from holger.ui.query import Query
from holger.ui.widgets import named

Choices = Iterable[tuple[Any, Any]]
YES, NO = _("Yes"), _("No")
USUAL = 5
"""So many filters stand above a list; a list with many more keeps the rest for who asks."""


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    checked: bool


@dataclass(frozen=True)
class Chip:
    """A filter as it stands above the list: what it is about, what is chosen, and how to choose."""

    name: str
    label: Any
    kind: str  # choice, one, pick, date
    text: str = ""
    options: Sequence[Option] = ()
    pick: str = ""
    without: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @property
    def on(self) -> bool:
        return bool(self.text)


class Filters(django_filters.FilterSet):
    """The filters of a list. They know the actor, so that people and other rows are only those the actor may see."""

    def __init__(
        self, data: Any = None, queryset: QuerySet[Any] | None = None, *, actor: Actor, prefix: str | None = None
    ):
        super().__init__(data, queryset, prefix=prefix)
        self.actor = actor
        for each in self.filters.values():
            if isinstance(each, Chosen):
                each.bind(actor)

    def get_form_class(self) -> type[forms.Form]:
        """A form of what is asked for: making and validating a field for each filter costs more than filtering."""
        asked = {name: f.field for name, f in self.filters.items() if self._is_asked(name, f)}
        return type("FilterForm", (self._meta.form,), asked)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Every filter has its say: some hide rows until they are asked for them."""
        for name, each in self.filters.items():
            queryset = each.filter(queryset, self.form.cleaned_data.get(name))
        return queryset

    def _is_asked(self, name: str, each: django_filters.Filter) -> bool:
        parts = each.parts(name) if isinstance(each, Chosen) else [name]
        return any(part in self.data for part in parts)

    def chips(self, query: Query, more: bool = True) -> list[Chip]:
        """The filters for the bar above the list: those in use, then the rest, or a few of it without ``more``."""
        shown, used = self._shown()
        unused = [name for name in shown if name not in used]
        if not more and len(shown) > USUAL + 1:
            unused = unused[: max(USUAL - len(used), 1)]
        return [shown[name].chip(name, used.get(name), query) for name in (*used, *unused)]

    def _shown(self) -> tuple[dict[str, "Chosen"], dict[str, Any]]:
        """The filters that show themselves, and what was chosen in those in use."""
        values = self.form.cleaned_data if self.form.is_valid() else getattr(self.form, "cleaned_data", {})
        shown = {name: f for name, f in self.filters.items() if isinstance(f, Chosen)}
        return shown, {name: values[name] for name in shown if values.get(name) not in (None, [], "")}

    def told(self, query: Query) -> list[tuple[str, str]]:
        """What is narrowed, and to what, in words; the others are not asked what they offer."""
        shown, used = self._shown()
        chips = [chip for name, value in used.items() if (chip := shown[name].chip(name, value, query)).on]
        chosen = [", ".join(str(option.label) for option in chip.options if option.checked) for chip in chips]
        return [(str(chip.label), words or chip.text) for chip, words in zip(chips, chosen, strict=True)]

    def names(self) -> list[str]:
        """The names that these filters have in the address."""
        parts = [f.parts(name) if isinstance(f, Chosen) else [name] for name, f in self.filters.items()]
        return [part for several in parts for part in several]


class Chosen(django_filters.Filter):
    """A filter that can show itself as a chip."""

    kind = "choice"

    def __deepcopy__(self, memo: Any) -> "Chosen":
        """A list copies its filters for each request; copying all that hangs on them cost more than filtering."""
        twin = copy(self)
        twin.extra = dict(self.extra)
        if self.method is not None:
            twin.method = self.method  # or the twin would filter with the original's parent
        return twin

    def bind(self, actor: Actor) -> None:
        """Learn who asks."""

    def parts(self, name: str) -> list[str]:
        return [name]

    def chip(self, name: str, value: Any, query: Query) -> Chip:
        raise NotImplementedError

    def _summed_up(self, labels: Sequence[Any]) -> str:
        if len(labels) == 1:
            return str(labels[0])
        return gettext("%(count)s chosen") % {"count": len(labels)} if labels else ""


class ChoiceFilter(Chosen):
    """One or more of a list of choices; ``choices`` may be a function of the actor."""

    field_class = forms.MultipleChoiceField

    def __init__(self, *args: Any, choices: Choices | Callable[[Actor], Choices], **kwargs: Any):
        self.given = choices
        super().__init__(*args, choices=() if callable(choices) else choices, **kwargs)

    def bind(self, actor: Actor) -> None:
        if callable(self.given):
            self.extra["choices"] = partial(self.given, actor)  # asked only when the filter is shown or used

    def offered(self) -> Choices:
        """What the chip offers to choose from."""
        choices = self.extra["choices"]
        return choices() if callable(choices) else choices

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return self.get_method(qs)(**{f"{self.field_name}__in": value}) if value else qs

    def chip(self, name: str, value: Any, query: Query) -> Chip:
        chosen = {str(v) for v in value or ()}
        options = [Option(str(key), label, str(key) in chosen) for key, label in self.offered()]
        text = self._summed_up([option.label for option in options if option.checked])
        return Chip(name, self.label, self.kind, text, options, without=query.without(name))


class YesNoFilter(Chosen):
    """Yes or no; with ``lookup_expr="isnull"`` and ``exclude=True`` also: is there one or not."""

    kind = "one"
    field_class = forms.TypedChoiceField

    def __init__(self, *args: Any, yes: Any = YES, no: Any = NO, **kwargs: Any):
        self.choices = (("yes", yes), ("no", no))
        kwargs["coerce"] = lambda value: value == "yes"
        super().__init__(*args, choices=self.choices, empty_value=None, **kwargs)

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else self.get_method(qs)(**{f"{self.field_name}__{self.lookup_expr}": value})

    def chip(self, name: str, value: Any, query: Query) -> Chip:
        chosen = {True: "yes", False: "no"}.get(value)
        options = [Option(key, label, key == chosen) for key, label in self.choices]
        text = self._summed_up([option.label for option in options if option.checked])
        return Chip(name, self.label, self.kind, text, options, without=query.without(name))


class DateFilter(Chosen, django_filters.DateFromToRangeFilter):
    """From and to a day, both included; in the address ``<name>_after`` and ``<name>_before``."""

    kind = "date"

    def parts(self, name: str) -> list[str]:
        return [f"{name}_after", f"{name}_before"]

    def chip(self, name: str, value: Any, query: Query) -> Chip:
        start, stop = (value.start, value.stop) if value else (None, None)
        text = " – ".join([days.day(start), days.day(stop)]) if start or stop else ""
        values = {"after": start.date().isoformat() if start else "", "before": stop.date().isoformat() if stop else ""}
        return Chip(name, self.label, self.kind, text, without=query.without(*self.parts(name)), values=values)


class PickedField(forms.Field):
    """Ids of rows that the actor may pick, and the words ``me`` and ``none``."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, pick: str, actor: Actor | None = None, **kwargs: Any):
        self.pick, self.actor = pick, actor
        super().__init__(**kwargs)

    def clean(self, value: Any) -> "Picked | None":
        words = [word for word in value or () if word in ("me", "none")]
        ids = [word for word in value or () if word and word not in ("me", "none")]
        if not words and not ids:
            return None
        rows = self._rows(ids)
        if len(rows) < len(set(ids)):
            raise ValidationError(gettext("This filter names something that is not here."), code="invalid_choice")
        return Picked(words, rows)

    def _rows(self, ids: list[str]) -> list[Any]:
        search = registry.search(self.pick)
        if not ids or search is None or search.rows is None or self.actor is None:
            return []
        model = search.rows(self.actor).model
        try:
            keys = [model._meta.pk.to_python(value) for value in ids]
        except ValidationError:
            return []
        return list(search.rows(self.actor).filter(pk__in=keys))


@dataclass(frozen=True)
class Picked:
    words: Sequence[str]
    rows: Sequence[Any]


class PickFilter(Chosen):
    """Rows found by search, such as people. In the address ids, ``me`` for the reader and ``none`` for nobody."""

    kind = "pick"
    field_class = PickedField

    def __init__(self, pick: str, *args: Any, **kwargs: Any):
        self.pick = pick
        super().__init__(*args, pick=pick, **kwargs)

    def bind(self, actor: Actor) -> None:
        self.extra["actor"] = actor
        self.me: UUID | None = actor.person_id

    def filter(self, qs: QuerySet[Any], value: Picked | None) -> QuerySet[Any]:
        if value is None:
            return qs
        wanted = Q(**{f"{self.field_name}__in": self.keys(value)})
        if "none" in value.words:
            wanted |= Q(**{f"{self.field_name}__isnull": True})
        found = qs.filter(wanted)
        return found.distinct() if self._is_many(qs) else found

    def keys(self, value: Picked) -> list[Any]:
        """What the rows' column is compared with."""
        mine = [self.me] if "me" in value.words and self.me else []
        return [*mine, *(row.pk for row in value.rows)]

    def _is_many(self, qs: QuerySet[Any]) -> bool:
        names = {f.name: f for f in qs.model._meta.get_fields()}
        return bool(getattr(names.get(self.field_name.split("__")[0]), "many_to_many", False))

    def chip(self, name: str, value: Picked | None, query: Query) -> Chip:
        words = value.words if value else ()
        options = [Option("none", gettext("None"), "none" in words)]
        if self.pick == "people":
            options.insert(0, Option("me", gettext("Me"), "me" in words))
        rows = [Option(str(row.pk), named(row), True) for row in value.rows] if value else []
        text = self._summed_up([option.label for option in (*options, *rows) if option.checked])
        return Chip(name, self.label, self.kind, text, [*options, *rows], pick=self.pick, without=query.without(name))
