"""From a cell to a value of a field's kind, or to what is wrong with it and what might be meant."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from holger.core.words import N_, Reason
from holger.exchange import calendar_text
from holger.exchange.fields import InFile, Kind, New, ReadyField
from holger.exchange.lists import split_list, split_people
from holger.exchange.lookup import Choices, Lookup
from holger.exchange.normal import exact, plain
from holger.exchange.reading import CellError

BLANK = None
NOTHING = frozenset(
    {"", "-", "–", "—", "?", "n/a", "na", "ikke angivet", "ikke oplyst", "ukendt ejer", "ingen", "none"}
)
"""What people write where nothing is known, in columns that are not free text."""

CUT = " … [cut]"
"""Ends a text that was too long for a cell when it was exported; such a cell never overwrites."""

MAKE = "+ "
"""A correction that begins so asks for something new under that name."""

YES = frozenset(["ja", "yes", "true", "sand", "x", "1", "j", "y", "v", "✓", "✔", "on", "til"])
NO = frozenset(["nej", "no", "false", "falsk", "0", "n", "✗", "off", "fra"])
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]0+)?\s*%?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[. \u00a0]\d{3})+")
AMOUNT = re.compile(
    r"(?:kr\.?|dkk|eur|€|\$)?\s*([+-]?\d[\d., \u00a0']*?)\s*(?:kr\.?|dkk|eur|€|\$)?(?:,-)?", re.IGNORECASE
)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+|[+-]?[1-9]\d{0,2}(?:,\d{3})+")
LEADING = re.compile(r"(-?\d+)\s*[-–:.=)]*\s*\D.*", re.DOTALL)
TRAILING = re.compile(r"\D.*\((-?\d+)\)", re.DOTALL)
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
REFERENCE = re.compile(r"[\w][\w.-]{0,19}")
REFERENCE_LENGTH = 20
MOST_MONEY = Decimal(10) ** 10
"""Amounts are kept with ten digits before the point."""


@dataclass(frozen=True)
class Suggestion:
    """What might be meant: ``sets`` gives fields of the row another text."""

    label: Reason
    sets: dict[str, str]
    gives_up: bool = False
    """Leaves the cell empty: offered, but never taken with all others."""


@dataclass(frozen=True)
class Trouble:
    """Why a cell is no value of its field."""

    message: Reason
    suggestions: tuple[Suggestion, ...] = ()


LONGEST = {Kind.TEXT: None, Kind.LINKS: 5_000}
"""Characters in a cell of each kind; names, dates and choices are short, and searching a long text for them is slow."""

SHORT = 300

Parse = Callable[[Any], Any]


def text_of(cell: Any) -> str:
    """The cell as text, as it is shown and as other kinds are parsed from."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return clean(str(cell))


def clean(text: str) -> str:
    """Text as holger keeps it: no control characters, one kind of line end, nothing around it."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def leave_empty(name: str) -> Suggestion:
    return Suggestion(Reason(N_("Leave it empty")), {name: ""}, gives_up=True)


def parser_for(
    ready: ReadyField,
    lookup: Lookup | None = None,
    order: calendar_text.Order = calendar_text.Order.DAY_FIRST,
    *,
    hints: bool = True,
) -> Parse:
    """The function that reads this field's cells. It answers a value, ``BLANK`` or a ``Trouble``.

    Without ``hints`` it looks for nothing similar: enough for asking whether a column fits.
    """
    read = _READERS[ready.field.kind]
    known_to = Choices(ready.choices, hints=hints) if ready.field.kind in (Kind.CHOICE, Kind.INTEGER) else lookup
    most = LONGEST.get(ready.field.kind, SHORT)
    known: dict[tuple[type, Any], Any] = {}

    def parse(cell: Any) -> Any:
        if cell is None or cell == "":
            return BLANK
        key = (type(cell), cell)
        if key not in known:
            if isinstance(cell, CellError):
                known[key] = _error(ready, cell)
            elif most and isinstance(cell, str) and len(cell) > most:
                message = Reason(
                    N_("At most %(most)s characters; this is %(length)s."), {"most": most, "length": len(cell)}
                )
                known[key] = Trouble(message, (leave_empty(ready.name),))
            else:
                known[key] = read(ready, cell, known_to, order)
        return known[key]

    return parse


def _error(ready: ReadyField, cell: CellError) -> Trouble:
    if cell.code == "formula":
        message = Reason(N_("The formula has not been calculated. Open the file in Excel and save it."))
    else:
        message = Reason(N_("The cell holds the error %(code)s."), {"code": cell.code})
    return Trouble(message, (leave_empty(ready.name),))


def _text(ready: ReadyField, cell: Any, _lookup: Any, _order: Any) -> Any:
    text = text_of(cell)
    if not text or text.endswith(CUT):
        return BLANK
    most = ready.field.max_length
    if most and len(text) > most:
        message = Reason(N_("At most %(most)s characters; this is %(length)s."), {"most": most, "length": len(text)})
        cut = Suggestion(Reason(N_("Cut to %(most)s characters"), {"most": most}), {ready.name: text[:most].strip()})
        return Trouble(message, (cut,))
    return text


def _reference(ready: ReadyField, cell: Any, _lookup: Any, _order: Any) -> Any:
    text = text_of(cell)
    if exact(text) in NOTHING:
        return BLANK
    if REFERENCE.fullmatch(text):
        return text
    tidy = re.sub(r"[^\w.-]+", "-", text).strip("-.")[:REFERENCE_LENGTH]
    new = Suggestion(Reason(N_("Give a new reference")), {ready.name: ""})
    use = (Suggestion(Reason(N_("Use “%(value)s”"), {"value": tidy}), {ready.name: tidy}),) if tidy else ()
    message = Reason(N_("A reference is letters, digits, dot and hyphen, at most 20."))
    return Trouble(message, (*use, new) if len(text) <= REFERENCE_LENGTH else (new, *use))


def _email(ready: ReadyField, cell: Any, _lookup: Any, _order: Any) -> Any:
    text = text_of(cell)
    if exact(text) in NOTHING:
        return BLANK
    text = text.removeprefix("mailto:")
    if EMAIL.fullmatch(text):
        return text.lower()
    message = Reason(N_("This is not an e-mail address."))
    inside = EMAIL.search(text)
    if inside:
        found = inside[0].lower()
        return Trouble(message, (Suggestion(Reason(N_("Use “%(value)s”"), {"value": found}), {ready.name: found}),))
    return Trouble(message, (leave_empty(ready.name),))


def _integer(ready: ReadyField, cell: Any, levels: Choices, _order: Any) -> Any:
    number = _number(ready, cell, levels)
    if number is BLANK or isinstance(number, Trouble):
        return number
    low, high = ready.field.low, ready.field.high
    if (low is not None and number < low) or (high is not None and number > high):
        nearest = max(low, number) if low is not None else number
        nearest = min(high, nearest) if high is not None else nearest
        if low is not None and high is not None:
            message = Reason(N_("The scale is %(low)s–%(high)s."), {"low": low, "high": high})
        elif high is None:
            message = Reason(N_("At least %(low)s."), {"low": low})
        else:
            message = Reason(N_("At most %(high)s."), {"high": high})
        label = Reason(N_("Set %(field)s to %(value)s"), {"field": ready.label, "value": nearest})
        return Trouble(message, (Suggestion(label, {ready.name: str(nearest)}),))
    return number


def _number(ready: ReadyField, cell: Any, levels: Choices) -> Any:
    """The whole number in a cell: 3, ``3,0``, ``1.200``, ``4 - Kritisk``, ``Kritisk (4)``, or a level's name."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return _not_whole(ready, cell)
    text = text_of(cell)
    if exact(text) in NOTHING:
        return BLANK
    if not text.isdigit() and plain(text) in levels.names:
        return levels.names[plain(text)]
    if NUMBER.fullmatch(text):
        return int(float(text.rstrip("% ").replace(",", ".")))
    if GROUPED.fullmatch(text):
        return int(re.sub(r"[^\d+-]", "", text))
    if ready.choices and (match := TRAILING.fullmatch(text) or LEADING.fullmatch(text)):
        return int(match[1])
    if re.fullmatch(r"[+-]?\d+[.,]\d+", text):
        return _not_whole(ready, float(text.replace(",", ".")))
    return _no_number(ready, text)


def _not_whole(ready: ReadyField, number: float) -> Trouble:
    near = round(number)
    label = Reason(N_("Set %(field)s to %(value)s"), {"field": ready.label, "value": near})
    return Trouble(Reason(N_("This must be a whole number.")), (Suggestion(label, {ready.name: str(near)}),))


def _no_number(ready: ReadyField, text: str) -> Trouble:
    inside = re.search(r"\d+", text)
    suggestions = [leave_empty(ready.name)]
    if inside and len(inside[0]) < 10:
        label = Reason(N_("Set %(field)s to %(value)s"), {"field": ready.label, "value": inside[0]})
        suggestions.insert(0, Suggestion(label, {ready.name: inside[0]}))
    return Trouble(Reason(N_("This must be a whole number.")), tuple(suggestions))


def _amount(ready: ReadyField, cell: Any, _lookup: Any, _order: Any) -> Any:
    """Money: 1200, ``1.200,50``, ``1,200.50``, ``kr. 1.200,-``. A mark before three digits at the end divides thousands."""
    text = repr(cell) if isinstance(cell, float) else text_of(cell)
    if exact(text) in NOTHING:
        return BLANK
    number = Decimal(text) if isinstance(cell, float) else _money(text)
    if number is None or not number.is_finite():
        return Trouble(Reason(N_("This is not an amount.")), (leave_empty(ready.name),))
    if number < (ready.field.low or 0) or number >= MOST_MONEY:
        return Trouble(Reason(N_("The amount is too small or too large.")), (leave_empty(ready.name),))
    rounded = number.quantize(Decimal("0.01"))
    if rounded != number:
        label = Reason(N_("Set %(field)s to %(value)s"), {"field": ready.label, "value": rounded})
        return Trouble(Reason(N_("At most two decimals.")), (Suggestion(label, {ready.name: str(rounded)}),))
    return number


def _money(text: str) -> Decimal | None:
    match = AMOUNT.fullmatch(text)
    if match is None:
        return None
    digits = re.sub(r"[ \u00a0']", "", match[1]).rstrip(".,")
    if THOUSANDS.fullmatch(digits):
        digits = re.sub(r"[.,]", "", digits)
    elif marks := re.findall(r"[.,]", digits):
        whole, _mark, rest = digits.rpartition(marks[-1])
        digits = f"{re.sub(r'[.,]', '', whole)}.{rest}"
    return Decimal(digits)


def _choice(ready: ReadyField, cell: Any, choices: Choices, _order: Any) -> Any:
    text = _yes_no(cell, choices) or text_of(cell)
    names = choices.names
    for key in (exact(text), plain(text)):
        if key in names:
            return names[key]
    if exact(text) in NOTHING:
        return BLANK
    if (match := re.fullmatch(r"\d+\s*[-–:.)]\s*(.+)", text)) and plain(match[1]) in names:
        return names[plain(match[1])]
    bare = re.sub(r"\s*\(.*\)\s*$", "", text)
    if plain(bare) in names:
        return names[plain(bare)]
    labels = choices.labels
    message = Reason(N_("Not one of: %(choices)s"), {"choices": ", ".join(labels[:4]) + (", …" if labels[4:] else "")})
    near = choices.near(text)
    use = (Suggestion(Reason(N_("Use “%(value)s”"), {"value": near}), {ready.name: near}),) if near else ()
    return Trouble(message, (*use, leave_empty(ready.name)))


def _yes_no(cell: Any, choices: Choices) -> str:
    """A ticked box in a column of yes and no: the word among the choices."""
    if not isinstance(cell, bool | int) or cell not in (0, 1):
        return ""
    words = ("yes", "ja", "true") if cell else ("no", "nej", "false")
    return next((word for word in words if word in choices.names), "")


def _boolean(ready: ReadyField, cell: Any, _lookup: Any, _order: Any) -> Any:
    if isinstance(cell, bool):
        return cell
    word = exact(text_of(cell))
    if word in YES or word.startswith(("ja,", "yes,", "ja ", "yes ")):
        return True
    if word in NO or word.startswith(("nej,", "no,", "nej ", "no ")):
        return False
    if word in NOTHING:
        return BLANK
    return Trouble(Reason(N_("Write yes or no.")), (leave_empty(ready.name),))


def _date(ready: ReadyField, cell: Any, _lookup: Any, order: calendar_text.Order) -> Any:
    if isinstance(cell, date):
        return calendar_text.day_of(cell)
    message = Reason(N_("This is not a date."))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        found = calendar_text.of_number(cell)
        text = str(cell)
    else:
        text = text_of(cell)
        if exact(text) in NOTHING:
            return BLANK
        found = calendar_text.parse(text, order)
        if found is None and text.isdigit() and len(text) == 5:
            found = calendar_text.of_number(int(text))
    if found:
        return found
    swapped = calendar_text.parse(text, _other(order))
    near = swapped or calendar_text.guess(text)
    suggestions = [leave_empty(ready.name)]
    if near:
        label = Reason(N_("Use “%(value)s”"), {"value": near.isoformat()})
        suggestions.insert(0, Suggestion(label, {ready.name: near.isoformat()}))
    return Trouble(message, tuple(suggestions))


def _other(order: calendar_text.Order) -> calendar_text.Order:
    first, second = calendar_text.Order
    return second if order is first else first


def _link(ready: ReadyField, cell: Any, lookup: Lookup | None, _order: Any) -> Any:
    assert lookup is not None
    text = text_of(cell)
    if exact(text) in NOTHING:
        return BLANK
    found = _find(text, lookup)
    if len(found) == 1:
        return found[0].value
    if text.startswith(MAKE) and ready.field.make and text[len(MAKE) :].strip():
        return New(text[len(MAKE) :].strip())
    if found:
        return _ambiguous(ready, found)
    if ready.field.people and (two := _two_people(ready, text, lookup)):
        return two
    if ready.field.make_freely:
        return New(text)
    return _unknown(ready, text, lookup)


def _find(text: str, lookup: Lookup) -> list[Any]:
    """What the text names: as it stands, without brackets, or by the e-mail or reference inside."""
    if found := lookup.find(text):
        return found
    bare = re.sub(r"\s*[(<\[].*[)>\]]\s*$", "", text)
    if bare and bare != text and (found := lookup.find(bare)):
        return found
    if (inside := EMAIL.search(text)) and (found := lookup.find(inside[0])):
        return found
    if (match := re.search(r"[(\[]([^()\[\]]+)[)\]]\s*$", text)) and (found := lookup.find(match[1])):
        return found
    first, _blank, rest = text.partition(" ")
    if rest and re.search(r"\d", first) and len(found := lookup.find(first)) == 1:
        return found  # "A-7 Business Central"
    return []


def _ambiguous(ready: ReadyField, found: list[Any]) -> Trouble:
    names = [option.keys[0] if option.keys else str(option.value) for option in found[:3]]
    suggestions = tuple(
        Suggestion(Reason(N_("Use “%(value)s”"), {"value": f"{option.label} ({name})"}), {ready.name: name})
        for option, name in zip(found, names, strict=False)
    )
    return Trouble(Reason(N_("%(count)s have this name."), {"count": len(found)}), suggestions)


def _two_people(ready: ReadyField, text: str, lookup: Lookup) -> Trouble | None:
    """Two names in a cell for one: the first stays, the second goes to the field that takes deputies."""
    names = split_people(text)
    found = [_find(name, lookup) for name in names]
    if len(names) < 2 or not any(len(options) == 1 for options in found):
        return None
    people = [options[0] for options in found if len(options) == 1]
    suggestions = []
    if ready.field.spill and len(people) > 1:
        label = Reason(
            N_("%(first)s first, %(second)s as second"), {"first": people[0].label, "second": people[1].label}
        )
        spelt = lookup.names()
        sets = {ready.name: spelt[people[0].value], ready.field.spill: spelt[people[1].value]}
        suggestions.append(Suggestion(label, sets))
    for person in people[:2]:
        label = Reason(N_("Only %(name)s"), {"name": person.label})
        suggestions.append(Suggestion(label, {ready.name: person.keys[0] if person.keys else person.label}))
    message = Reason(N_("%(count)s people, only one %(field)s."), {"count": len(names), "field": ready.label.lower()})
    return Trouble(message, tuple(suggestions))


def _unknown(ready: ReadyField, text: str, lookup: Lookup) -> Trouble:
    suggestions = [
        Suggestion(
            Reason(N_("Use “%(value)s”"), {"value": option.label}),
            {ready.name: option.keys[0] if len(lookup.find(option.label)) > 1 and option.keys else option.label},
        )
        for option in lookup.near(text, 2)
    ]
    if ready.field.make:
        label = Reason(N_("Create “%(value)s”"), {"value": text})
        suggestions.append(Suggestion(label, {ready.name: MAKE + text}))
    return Trouble(Reason(N_("“%(value)s” is not known."), {"value": text}), (*suggestions, leave_empty(ready.name)))


def _links(ready: ReadyField, cell: Any, lookup: Lookup | None, _order: Any) -> Any:
    assert lookup is not None
    text = text_of(cell)
    if exact(text) in NOTHING:
        return BLANK
    whole = lookup.find(text)
    if len(whole) == 1:
        return (whole[0].value,)
    values: list[Any] = []
    missing: list[str] = []
    names = split_list(text)
    for name in names:
        found = _find(name, lookup) if len(name) <= SHORT else []
        if len(found) == 1:
            values.append(found[0].value)
        elif name.startswith(MAKE) and ready.field.make and name[len(MAKE) :].strip():
            values.append(New(name[len(MAKE) :].strip()))
        elif ready.field.make_freely and not found:
            values.append(New(name))
        else:
            missing.append(name)
    if not missing:
        return tuple(dict.fromkeys(values)) or BLANK
    return _some_unknown(ready, names, missing, lookup)


def links_within(text: str, lookup: Lookup, rows: Mapping[str, int], own: int) -> tuple[Any, ...] | None:
    """What a cell names of the register's own objects and of other ``rows`` of the same file; None if it names anything else."""
    found: list[Any] = []
    for name in split_list(text):
        known = _find(name, lookup) if len(name) <= SHORT else []
        number = rows.get(exact(name))
        if len(known) == 1:
            found.append(known[0].value)
        elif not known and number is not None and number != own:
            found.append(InFile(number))
        else:
            return None
    return tuple(dict.fromkeys(found))


def _some_unknown(ready: ReadyField, names: list[str], missing: list[str], lookup: Lookup) -> Trouble:
    near = {name: next(iter(lookup.near(name)), None) for name in missing}
    suggestions = []
    if all(near.values()):
        better = [option.label if (option := near.get(name)) else name for name in names]
        label = Reason(N_("Use “%(value)s”"), {"value": ", ".join(o.label for o in near.values() if o)})
        suggestions.append(Suggestion(label, {ready.name: "; ".join(better)}))
    if ready.field.make:
        made = [MAKE + name if name in missing else name for name in names]
        label = Reason(N_("Create “%(value)s”"), {"value": ", ".join(missing)})
        suggestions.append(Suggestion(label, {ready.name: "; ".join(made)}))
    rest = [name for name in names if name not in missing]
    label = Reason(N_("Leave out “%(value)s”"), {"value": ", ".join(missing)})
    suggestions.append(Suggestion(label, {ready.name: "; ".join(rest)}))
    return Trouble(Reason(N_("“%(value)s” is not known."), {"value": ", ".join(missing)}), tuple(suggestions))


_READERS: dict[Kind, Callable[[ReadyField, Any, Any, calendar_text.Order], Any]] = {
    Kind.REFERENCE: _reference,
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.INTEGER: _integer,
    Kind.AMOUNT: _amount,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.LINK: _link,
    Kind.LINKS: _links,
}
