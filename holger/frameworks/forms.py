from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.words import LANGUAGES, say
from holger.frameworks import words
from holger.frameworks.models import Answer, Driver, Framework, Mapping, Maturity, Requirement, Scope, Standing
from holger.frameworks.rules import sheet
from holger.ui.forms import Form, LevelField, PickField, PickOneField, RecordForm

ANSWERS = [*Answer.choices, ("", _("Unanswered"))]
TARGET = _("Target maturity")


def drivers_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Drivers"),
        choices=Driver.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What makes you choose it. An auditor asks."),
    )


class FrameworkForm(RecordForm):
    class Meta:
        model = Framework
        fields = ("title_da", "title_en", "about_da", "about_en", "issuer", "link", "rights_da", "rights_en")

    fieldsets = (
        (_("Danish"), ("title_da", "about_da", "rights_da"), ""),
        (_("English"), ("title_en", "about_en", "rights_en"), ""),
        (_("Where it comes from"), ("issuer", "link"), ""),
    )


class ScopeForm(RecordForm):
    unit = PickField("units", label=_("Unit"), required=False, help_text=_("Empty: the whole organisation."))
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for living up to it here."))

    class Meta:
        model = Scope
        fields = ("unit", "owner", "target", "ambition")

    def __init__(self, *args: Any, actor: Actor, framework: Framework | None = None, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        if framework is None and self.instance.framework_id:
            framework = self.instance.framework
        choices = [(group["key"], _group_label(group)) for group in framework.groups] if framework else []
        if choices:
            self.fields["ambition"] = forms.MultipleChoiceField(
                label=_("Ambition"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=self.instance.ambition,
                help_text=_("Only these are wanted; the rest is out of sight. None ticked: all of it."),
            )
        else:
            del self.fields["ambition"]


def _group_label(group: dict[str, Any]) -> str:
    about = say(group.get("about", {}), get_language())
    title = say(group["title"], get_language())
    return f"{title}: {about}" if about else title


# Building a framework of one's own

LONGEST = 10_000
PARTS = ("asks", "guidance", "small", "evidence", "activity", "roles")
COLUMNS = {*("every", "roles"), *(f"{part}_{language}" for part in PARTS[:5] for language in LANGUAGES)}
IN_DANISH = ("title_da", "asks_da", "guidance_da", "small_da", "evidence_da")
IN_ENGLISH = ("title_en", "asks_en", "guidance_en", "small_en", "evidence_en")
ASKS, GUIDANCE, SMALL = _("What it asks"), _("Guidance"), _("How a small organisation meets it")
EVIDENCE = _("What an auditor accepts")


def _text(label: Any, rows: int = 3, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=area, help_text=help_text)


class RequirementForm(RecordForm):
    """A requirement with its guide, in both languages. Evidence is written one a line, the same line in each language."""

    parent = forms.TypedChoiceField(label=_("Part of"), required=False, empty_value=None)
    asks_da, asks_en = _text(ASKS), _text(ASKS)
    guidance_da, guidance_en = _text(GUIDANCE), _text(GUIDANCE)
    small_da, small_en = _text(SMALL), _text(SMALL)
    evidence_da = _text(EVIDENCE, help_text=_("One piece of evidence a line; the same line holds it in English."))
    evidence_en = _text(EVIDENCE, help_text=_("One piece of evidence a line; the same line holds it in Danish."))
    activity_da = forms.CharField(label=_("In Danish"), max_length=LONGEST, required=False)
    activity_en = forms.CharField(label=_("In English"), max_length=LONGEST, required=False)
    every = forms.ChoiceField(label=_("How often"), choices=[("", "–"), *words.CADENCES.items()], required=False)
    roles = forms.MultipleChoiceField(
        label=_("Usually done by"),
        choices=list(words.ROLES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.MultipleChoiceField(label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Requirement
        fields = ("code", "parent", "assessable", "groups", "title_da", "title_en")
        labels = {"title_da": _("Title"), "title_en": _("Title")}
        help_texts = {
            "code": _("As people know it: 1.2, A.5.1, §4. Each once."),
            "assessable": _("Not ticked: a heading above others."),
        }

    fieldsets = (
        (_("Where it stands"), ("code", "parent", "assessable", "groups"), ""),
        (_("Danish"), IN_DANISH, ""),
        (_("English"), IN_ENGLISH, ""),
        (
            _("What comes again"),
            ("activity_da", "activity_en", "every", "roles"),
            _("What one does again and again to keep living up to it, such as going through access rights."),
        ),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        framework: Framework | None = None,
        rows: Sequence[Requirement] = (),
        **kwargs: Any,
    ):
        """``rows`` are the requirements of the framework that this one can be part of, as they are read."""
        super().__init__(*args, actor=actor, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        parent: Any = self.fields["parent"]
        parent.choices = [("", _("At the top")), *((key, _indented(row)) for key, row in self.rows.items())]
        parent.coerce = self.rows.__getitem__
        if framework is None and self.instance.framework_id:
            framework = self.instance.framework
        self._offer_groups(framework)
        self.initial = {**sheet.spread(self.instance.guide), **self.initial, "parent": self._parent_key()}

    def _parent_key(self) -> str:
        found = self.initial.get("parent")
        return str(getattr(found, "pk", found)) if found else ""

    def _offer_groups(self, framework: Framework | None) -> None:
        groups: Any = self.fields["groups"]
        groups.choices = list(framework.group_titles().items()) if framework else []
        if not groups.choices:
            del self.fields["groups"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for name, reason in sheet.whys(found):
            self.add_error(name, gettext(reason.text) % reason.params)
        return found

    @property
    def answers(self) -> dict[str, Any]:
        found = {name: _plain(value) if isinstance(value, str) else value for name, value in super().answers.items()}
        guide = sheet.gathered({name: value for name, value in found.items() if name in COLUMNS}, {})
        row = {name: found[name] for name in self.Meta.fields if name in found}
        return {**row, **{name: guide.get(name) for name in PARTS}}


def _indented(row: Requirement) -> str:
    return "\u2003" * row.depth + str(row)


def _plain(text: str) -> str:
    """Lines end as they do in files, whatever the browser sends."""
    return text.replace("\r\n", "\n")


class GroupForm(Form):
    key = forms.CharField(
        label=_("Key"),
        max_length=60,
        required=False,
        help_text=_("What files and spreadsheets call it. Empty: made of the title."),
    )
    title_da = forms.CharField(label=_("Title in Danish"), max_length=500, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=500, required=False)
    about_da, about_en = _text(_("Description in Danish"), 2), _text(_("Description in English"), 2)

    @property
    def answers(self) -> dict[str, Any]:
        found = self.cleaned_data
        pairs = {name: {each: _plain(found[f"{name}_{each}"]) for each in LANGUAGES} for name in ("title", "about")}
        key = found["key"] or slugify(found["title_en"] or found["title_da"])[:60]
        return {"key": key, **pairs}


# Bringing files


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several at once; the answer is a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given]


class BringForm(Form):
    brought = FilesField(
        label=_("Files"),
        help_text=_("YAML, JSON or XML, at most 20 MB. A profile of OSCAL needs its catalogue: choose both at once."),
        widget=SeveralFiles(attrs={"accept": ".yaml,.yml,.json,.xml", "multiple": True}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("en", _("English")), ("da", _("Danish"))],
        help_text=_("Of the texts, where the file does not tell."),
    )


class AnswerForm(RecordForm):
    answer = forms.ChoiceField(
        label=_("How far is it met?"),
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect,
    )
    maturity = LevelField(label=_("Maturity"), choices=Maturity.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _say_unanswered(self)

    class Meta:
        model = Standing
        fields = ("answer", "maturity", "remark")


def _say_unanswered(form: forms.BaseForm) -> None:
    """Nothing is an answer here, and not a dash as in other fields."""
    form.fields["answer"].choices = ANSWERS  # type: ignore[attr-defined]


class ChoiceForm(RecordForm):
    applicable = forms.TypedChoiceField(
        label=_("Does it apply here?"),
        choices=[("yes", _("It applies")), ("no", _("It is left out"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    drivers = drivers_field()
    target = LevelField(
        label=TARGET, choices=Maturity.choices, required=False, help_text=_("Empty: as the framework's scope says.")
    )

    class Meta:
        model = Standing
        fields = ("applicable", "reason", "drivers", "target")
        help_texts = {
            "reason": _("Why it is chosen, or why it is left out. It stands in the Statement of Applicability.")
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["applicable"] = "yes" if self.instance.applicable else "no"


class RequirementField(PickOneField):
    """A title alone does not tell which requirement of which framework it is."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.framework.title}: {obj}"


class MappingForm(Form):
    target = RequirementField("requirements", label=_("Requirement of another framework"))
    relation = forms.ChoiceField(
        label=_("How does it relate?"), choices=[("", "–"), *Mapping._meta.get_field("relation").flatchoices]
    )
    origin = forms.CharField(label=_("Who says so"), max_length=500, required=False)
    rationale = forms.CharField(label=_("Rationale"), max_length=4000, required=False, widget=forms.Textarea)


# Many at once


class BulkAnswerForm(Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, required=False)
    maturity = LevelField(label=_("Maturity"), choices=Maturity.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _say_unanswered(self)


class BulkExcludeForm(Form):
    reason = forms.CharField(label=_("Why do they not apply?"), max_length=4000, widget=forms.Textarea)


class BulkIncludeForm(Form):
    drivers = drivers_field()
    reason = forms.CharField(label=_("Reason"), max_length=4000, required=False, widget=forms.Textarea)


class BulkAskForm(Form):
    person = PickField("people", label=_("Who is to answer?"), required=False)
    note = forms.CharField(
        label=_("A word to go with it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("It goes out in the mail that asks."),
    )


class BulkTargetForm(Form):
    target = LevelField(label=TARGET, choices=Maturity.choices, required=False)
