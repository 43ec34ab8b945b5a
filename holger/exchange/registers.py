"""How a room describes a register so that it can be imported and exported. This is all a room writes.

In the room's ``register.py``, registered when Django starts (``apps.py``, ``ready()``)::

    from holger.core.registry import registry
    from holger.exchange.registers import Choice, Combined, Existing, Field, Kind, Option, Register

    ASSETS = Register(
        kind="assets",                       # the name in `holger import assets …` and in addresses
        title=_("Assets"),
        icon="server-2",
        list_url="assets:asset-list",        # where the pages lead back to
        view="assets.view",                  # to export
        edit="assets.edit",                  # to import, together with exchange.import
        fields=(
            Field("reference", _("Reference"), Kind.REFERENCE, words=("Systemnr.", "ID", "Asset ID")),
            Field("title", _("Title"), required=True, max_length=200, words=("Navn", "System", "Application")),
            Field("type", _("Type"), Kind.CHOICE, choices=TYPES, default="application", words=("Systemtype",)),
            Field("owner", _("Owner"), Kind.LINK, options=people, people=True, spill="deputy", make=people_make),
            Field("own_c", _("Confidentiality"), Kind.INTEGER, low=1, high=4, choices=LEVELS),
            Field("tags", _("Tags"), Kind.LINKS, options=tags, make=tags_make, make_freely=True),
            Field("need_c", _("Effective need, C"), Kind.INTEGER, computed=True),   # exported only
        ),
        combined=(Combined("need", _("Protection need"), ("own_c", "own_i", "own_a"), words=("F/I/T", "K/I/T")),),
        rows=asset_rows,
        write=services.asset_import,
        undo=services.asset_import_undo,
    )
    registry.registers["assets"] = ASSETS

The callables:

``options(actor)`` answers ``Option(id, label, keys)`` for all that the actor may point to. Keys are the reference,
e-mail, initials. ``make(actor=, names=)`` creates what is missing and answers name → id.

``rows(actor, queryset=None)`` answers ``Existing(id, version, values)``: what the actor sees (all of it, or those of a
list page's queryset). ``values`` maps field names to str, int, bool, date, a choice's value, an id, a tuple of ids.

``write(actor=, creates=[NewRow], updates=[ChangedRow])`` is the room's service: it asks permission, writes all rows in
bulk with history, and answers what ``undo`` needs as JSON. It runs inside the import's transaction; ``actor.channel``
is ``import`` and ``actor.via`` the file's name. All links are ids by then; only ``InFile`` remains, where a field is
``within``. ``undo(actor=, payload=)`` puts everything back or raises ``RuleBroken``. ``exchange.bulk`` writes and
undoes most registers in a few lines::

    def asset_import(*, actor, creates, updates):
        actor.require("assets.edit")
        return bulk.write(actor=actor, model=Asset, verb="asset", permission="assets.edit", creates=creates, updates=updates,
                          number=partial(next_numbers, organisation_id=actor.organisation_id, prefix="A"))

    def asset_import_undo(*, actor, payload):
        actor.require("assets.edit")
        bulk.undo(actor=actor, model=Asset, verb="asset", permission="assets.edit", payload=payload,
                  computed=("driven_c", "driven_i", "driven_a"))

``match_on`` says what tells an object apart, the strongest first; a tuple of names for several together:
``match_on=(("source", "target", "kind"),)``. ``taken(actor)`` answers references that are in use but not seen by this
actor, so that an import cannot collide with them. ``check(values)`` answers (field, Reason) for each rule between
fields that a row would break, so that the dry run tells it.
``together(actor, wholes)`` answers (row, field, Reason) for each rule between rows, or with what is there, that the
file as a whole would break: a parent that is missing, a circle.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import translation

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.registry import Text, registry
from holger.core.words import Reason
from holger.exchange.fields import (
    ChangedRow,
    Choice,
    Combined,
    Existing,
    Field,
    InFile,
    Kind,
    New,
    NewRow,
    Option,
    Ready,
    ReadyCombined,
    ReadyField,
    Whole,
)
from holger.exchange.normal import exact, heading

__all__ = [
    "ChangedRow", "Choice", "Combined", "Existing", "Field", "InFile", "Kind", "New", "NewRow", "Option", "Register",
    "Whole", "make_ready", "register_for",
]  # fmt: skip


@dataclass(frozen=True)
class Register:
    kind: str
    title: Text
    fields: tuple[Field, ...]
    view: str
    edit: str
    rows: Callable[..., Iterable[Existing]]
    write: Callable[..., Mapping[str, Any]]
    undo: Callable[..., None]
    list_url: str
    icon: str = "file-spreadsheet"
    combined: tuple[Combined, ...] = ()
    match_on: tuple[tuple[str, ...], ...] = (("reference",), ("title",))
    taken: Callable[[Actor], Iterable[str]] | None = None
    check: Callable[[Mapping[str, Any]], Iterable[tuple[str, Reason]]] | None = None
    together: Callable[[Actor, Sequence[Whole]], Iterable[tuple[int, str, Reason]]] | None = None


def register_for(kind: str) -> Register:
    """The register of this name; an unknown one is missing like any page."""
    try:
        register: Register = registry.registers[kind]
    except KeyError:
        raise NotFound from None
    return register


def make_ready(register: Register, actor: Actor) -> Ready:
    """The register with labels in all languages, and options that this actor may point to."""
    fields = {field.name: _ready_field(field, actor) for field in register.fields}
    combined = tuple(
        ReadyCombined(c.name, str(c.label), _headings(c.label, c.words, c.name), tuple(fields[p] for p in c.parts))
        for c in register.combined
    )
    taken = frozenset(exact(reference) for reference in register.taken(actor)) if register.taken else frozenset()
    together = partial(register.together, actor) if register.together else None
    return Ready(register.kind, tuple(fields.values()), combined, register.match_on, taken, register.check, together)


def _ready_field(field: Field, actor: Actor) -> ReadyField:
    return ReadyField(
        field=field,
        label=str(field.label),
        headings=_headings(field.label, field.words, field.name),
        choices=tuple((c.value, str(c.label), (*_in_all_languages(c.label), *c.words)) for c in field.choices),
        options=tuple(field.options(actor)) if field.options else (),
    )


def _headings(label: Text, words: Sequence[str], name: str) -> tuple[str, ...]:
    found = (heading(text) for text in (*_in_all_languages(label), name, *words))
    return tuple(dict.fromkeys(text for text in found if text))


def _in_all_languages(label: Text) -> tuple[str, ...]:
    texts = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts.append(str(label))
    return tuple(dict.fromkeys(texts))
