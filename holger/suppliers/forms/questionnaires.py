"""Writing a questionnaire: its titles, sections and questions, always in both languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import LANGUAGES, say
from holger.suppliers.models.supplier import LEVELS
from holger.suppliers.rules.questions import NOT_APPLICABLE, Kind, Question, Questionnaire
from holger.ui.forms import Form

KINDS = (
    (Kind.YES_PARTLY_NO.value, pgettext_lazy("question", "Yes, partly or no")),
    (Kind.CHOICE.value, pgettext_lazy("question", "One of several answers")),
    (Kind.NUMBER.value, pgettext_lazy("question", "A number")),
    (Kind.TEXT.value, pgettext_lazy("question", "A text")),
)
CHOICES_HELP = _(
    "One answer on each line, as: points (0 to 100) | Danish | English. For example: 100 | Ja, altid | Yes, always"
)


def _text(label: Any, most: int = 200, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **options)


def _long(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea, **options)


class TitleForm(Form):
    title_da = _text(_("Title in Danish"))
    title_en = _text(_("Title in English"))

    @property
    def title(self) -> dict[str, str]:
        return _words(self.cleaned_data, "title")


class TextsForm(TitleForm):
    intro_da = _long(_("Introduction in Danish"), required=False)
    intro_en = _long(_("Introduction in English"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        _both_or_none(self, "intro")
        return told

    @property
    def intro(self) -> dict[str, str]:
        return _words(self.cleaned_data, "intro")


class SectionForm(TitleForm):
    pass


class QuestionForm(Form):
    fieldsets = (
        (_("The question"), ("section", "text_da", "text_en", "help_da", "help_en"), ""),
        (_("The answer"), ("kind", "choices", "unit_da", "unit_en", "full", "none"), ""),
        (_("What it counts"), ("weight", "knock_out", "asks_evidence"), ""),
        (_("When it is asked"), ("from_criticality", "shown_question", "shown_answers"), ""),
    )

    section = forms.ChoiceField(label=_("Section"))
    text_da = _long(_("Question in Danish"))
    text_en = _long(_("Question in English"))
    help_da = _long(_("What a good answer holds, in Danish"), required=False)
    help_en = _long(_("What a good answer holds, in English"), required=False)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=KINDS)
    choices = forms.CharField(label=_("Answers to choose from"), max_length=8000, required=False, widget=forms.Textarea, help_text=CHOICES_HELP)  # fmt: skip
    unit_da = _text(_("Unit in Danish"), 40, required=False, help_text=_("Of a number: hours, days, people."))
    unit_en = _text(_("Unit in English"), 40, required=False)
    full = forms.IntegerField(label=_("Up to this number it is worth all points"), min_value=1, max_value=10**9, required=False)  # fmt: skip
    none = forms.IntegerField(label=_("Beyond this number it is worth none"), min_value=2, max_value=10**9, required=False)  # fmt: skip
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=10, initial=1)
    knock_out = forms.BooleanField(
        label=_("An answer worth nothing stops the approval"),
        required=False,
        help_text=_("Until somebody has judged it."),
    )
    asks_evidence = forms.BooleanField(label=_("Ask for evidence"), required=False)
    from_criticality = forms.TypedChoiceField(
        label=_("Asked of suppliers that are at least"), choices=LEVELS, coerce=int
    )
    shown_question = forms.ChoiceField(label=_("Only after the answer to"), required=False)
    shown_answers = _text(
        _("when it is"),
        required=False,
        help_text=_("yes, partly, no, or the numbers of the answers that can be chosen there, with commas between."),
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, key: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questionnaire, self.key = questionnaire, key
        language = get_language()
        others = [each for each in questionnaire.questions if each.key != key and each.answers]
        asked = [(each.key, f"{each.number}. {say(each.text, language)[:80]}") for each in others]
        self._choose("section", [(each.key, say(each.title, language)) for each in questionnaire.sections])
        self._choose("shown_question", [("", "–"), *asked])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        _both_or_none(self, "help")
        kind = told.get("kind")
        if kind == Kind.CHOICE:
            self._read_choices(told)
        if kind == Kind.NUMBER:
            self._check_number(told)
        if kind == Kind.TEXT and told.get("knock_out"):
            self.add_error("knock_out", _("A text stops nothing by itself: somebody must read it."))
        if told.get("shown_question"):
            self._check_shown(told)
        return told

    def _read_choices(self, told: dict[str, Any]) -> None:
        lines = [line for line in told.get("choices", "").splitlines() if line.strip()]
        found: list[dict[str, Any]] = []
        for place, line in enumerate(lines, 1):
            points, danish, english = [part.strip() for part in [*line.split("|"), "", ""][:3]]
            if not (points.isdecimal() and int(points) <= 100 and danish and english):
                self.add_error("choices", _("Line %(place)s cannot be read.") % {"place": place})
                return
            found.append({"key": f"a{place}", "points": str(int(points)), "text": {"da": danish, "en": english}})
        if not 2 <= len(found) <= 20:
            self.add_error("choices", _("Give between two and twenty answers."))
        told["read_choices"] = found

    def _check_number(self, told: dict[str, Any]) -> None:
        for name in ("unit_da", "unit_en", "full", "none"):
            if not told.get(name):
                self.add_error(name, _("A number needs this."))
        if told.get("full") and told.get("none") and told["full"] >= told["none"]:
            self.add_error("none", _("It must be larger than the number that is worth all points."))

    def _check_shown(self, told: dict[str, Any]) -> None:
        before = self.questionnaire.by_key[told["shown_question"]]
        answers = [part.strip() for part in told.get("shown_answers", "").split(",") if part.strip()]
        keys = list(before.answers)
        if before.kind == Kind.CHOICE:
            answers = [
                keys[int(each) - 1] if each.isdecimal() and 0 < int(each) <= len(keys) else each for each in answers
            ]
        if not answers or set(answers) - {*keys, NOT_APPLICABLE}:
            self.add_error("shown_answers", _("Name at least one of the answers that can be given there."))
        told["read_answers"] = list(dict.fromkeys(answers))

    @property
    def told(self) -> dict[str, Any]:
        """As a file would tell it."""
        answers, kind = self.cleaned_data, self.cleaned_data["kind"]
        told: dict[str, Any] = {"text": _words(answers, "text"), "type": kind, "weight": str(answers["weight"])}
        if answers["help_da"]:
            told["help"] = _words(answers, "help")
        if kind == Kind.CHOICE:
            told["choices"] = answers["read_choices"]
        if kind == Kind.NUMBER:
            told |= {"unit": _words(answers, "unit"), "full": str(answers["full"]), "none": str(answers["none"])}
        told |= {name: "true" for name in ("knock_out", "asks_evidence") if answers[name]}
        if answers["from_criticality"] > 1:
            told["from_criticality"] = str(answers["from_criticality"])
        if answers["shown_question"]:
            told["shown_when"] = {"question": answers["shown_question"], "answers": answers["read_answers"]}
        if self.key and (serves := self.questionnaire.by_key[self.key].serves):
            told["serves"] = {framework: list(codes) for framework, codes in serves.items()}
        return told


def initial_of(question: Question, questionnaire: Questionnaire) -> dict[str, Any]:
    """A question as its form shows it."""
    told: dict[str, Any] = {"section": question.section, "kind": question.kind.value}
    for name, words in (("text", question.text), ("help", question.help), ("unit", question.unit)):
        told |= {f"{name}_{language}": words.get(language, "") for language in LANGUAGES}
    told["choices"] = "\n".join(f"{each.points} | {each.text['da']} | {each.text['en']}" for each in question.choices)
    names = ("weight", "knock_out", "asks_evidence", "from_criticality")
    told |= {name: getattr(question, name) for name in names}
    told |= {"full": question.full or None, "none": question.none or None}
    if question.shown_when:
        told["shown_question"] = question.shown_when.question
        told["shown_answers"] = _spelled(
            questionnaire.by_key[question.shown_when.question], question.shown_when.answers
        )
    return told


def _spelled(before: Question, answers: Sequence[str]) -> str:
    keys = list(before.answers)
    if before.kind == Kind.CHOICE:
        return ", ".join(str(keys.index(each) + 1) if each in keys else each for each in answers)
    return ", ".join(answers)


def _words(answers: Mapping[str, Any], name: str) -> dict[str, str]:
    return {language: answers.get(f"{name}_{language}") or "" for language in LANGUAGES}


def _both_or_none(form: Any, name: str) -> None:
    danish, english = f"{name}_da", f"{name}_en"
    if bool(form.cleaned_data.get(danish)) != bool(form.cleaned_data.get(english)):
        form.add_error(
            english if form.cleaned_data.get(danish) else danish, _("Write it in both languages, or in none.")
        )
