"""What people write is shown as text, wherever it is shown: no name, note or file name becomes markup.

Three looks at the same: every place that calls something safe is known and has a reason; a world in which every text is
hostile is drawn on every page; and no template or bundle fetches or runs anything that is not our own.
"""

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, F, Model, TextField, Value
from django.db.models.functions import Concat, Left

from holger.controls.models import Statement
from holger.core.walls import triggers
from holger.frameworks.models import Framework, Requirement
from holger.policies.models import PolicyVersion
from holger.risks import services as risks
from holger.risks.models import Method, Risk
from holger.training.models import Edition
from tests.cast import Cast, actor_of, client_of
from tests.test_access import routes
from tests.test_headers import address
from tests.world import RULE, World

pytestmark = pytest.mark.once

HOLGER = Path(settings.BASE_DIR) / "holger"
SAFE = re.compile(
    r"mark_safe|SafeString\(|SafeText\(|format_html\(|format_html_join\(|\|safe\b|\|safeseq|autoescape off|html_safe|def __html__"
)
CELL = "a cell drawn in Python: everything from people goes through escape, the rest is ours"
MAIL = "plain text mail, where nothing is markup"

# File → how often it says that something is safe, and why that is so. One more needs a second look, and a new number here.
KNOWN = {
    "accounts/templates/account/email/base_message.txt": (1, MAIL),
    "accounts/templates/account/email/base_notification.txt": (1, MAIL),
    "accounts/templates/account/email/password_reset_key_message.txt": (1, MAIL),
    "privacy/tables/ready.py": (1, CELL),
    "privacy/tables/record.py": (1, "a number of ours"),
    "privacy/views/ready.py": (1, CELL),
    "history/panels.py": (1, "a template that has been drawn, and escaped, already"),
    "incidents/tables/clocks.py": (1, "a template that has been drawn, and escaped, already"),
    "incidents/tables/timeline.py": (2, "a template that has been drawn, and escaped, already"),
    "suppliers/templates/suppliers/mail/portal.txt": (1, MAIL),
    "suppliers/templates/suppliers/mail/portal_subject.txt": (1, MAIL),
    "organisation/templates/organisation/mail/invitation.txt": (1, MAIL),
    "organisation/templates/organisation/mail/invitation_subject.txt": (1, MAIL),
    "api/views/tokens.py": (2, CELL),
    "ui/views.py": (1, "a number of ours"),
    "accounts/templates/mfa/recovery_codes/download.txt": (1, "a plain text of our own codes"),
    "history/templates/history/mail/checkpoint.txt": (1, MAIL),
    "history/templates/history/mail/checkpoint_subject.txt": (1, MAIL),
    "assets/tables.py": (2, CELL),
    "assets/views/details.py": (1, "an answer's words, which are choices of ours"),
    "assets/views/information.py": (1, CELL),
    "assets/views/lists.py": (2, CELL),
    "incidents/tables/cases.py": (1, CELL),
    "controls/tables/cards.py": (1, CELL),
    "controls/tables/controls.py": (9, CELL),
    "controls/tables/drawing.py": (5, CELL),
    "controls/views/controls.py": (3, "format_html, which escapes"),
    "controls/tables/gap/columns.py": (2, CELL),
    "controls/tables/gap/parts.py": (7, CELL),
    "controls/tables/gap/words.py": (7, CELL),
    "controls/templates/controls/mail/gap_asked.txt": (1, MAIL),
    "controls/templates/controls/mail/gap_asked_subject.txt": (1, MAIL),
    "controls/tables/plan.py": (4, CELL),
    "controls/tables/plan_board.py": (2, CELL),
    "controls/tables/plan_gaps.py": (1, CELL),
    "controls/tables/proposals.py": (1, CELL),
    "controls/tables/statement.py": (2, CELL),
    "controls/tables/statement_cells.py": (13, CELL),
    "controls/tables/statement_rows.py": (3, CELL),
    "controls/templates/controls/mail/approve.txt": (1, MAIL),
    "controls/templates/controls/mail/approve_subject.txt": (1, MAIL),
    "controls/views/proposals.py": (2, "format_html, which escapes"),
    "controls/views/statement_list.py": (2, CELL),
    "controls/views/statements.py": (2, CELL),
    "evidence/views.py": (2, "format_html, which escapes"),
    "frameworks/tables.py": (5, CELL),
    "frameworks/templates/frameworks/mail/asked.txt": (1, MAIL),
    "frameworks/templates/frameworks/mail/asked_subject.txt": (1, MAIL),
    "frameworks/views/frameworks.py": (2, "a number, and ready links"),
    "organisation/views/people.py": (3, "format_html, which escapes"),
    "policies/tables/policies.py": (2, CELL),
    "policies/tables/reading.py": (5, "Markdown that prose has cleaned, and headings that are escaped"),
    "policies/tables/readings.py": (2, CELL),
    "policies/tables/ready.py": (1, CELL),
    "policies/templates/policies/mail/approve.txt": (1, MAIL),
    "policies/templates/policies/mail/approve_subject.txt": (1, MAIL),
    "policies/templates/policies/mail/review.txt": (1, MAIL),
    "policies/templates/policies/mail/review_subject.txt": (1, MAIL),
    "policies/views/detail.py": (2, CELL),
    "policies/views/ready.py": (3, "format_html, which escapes; Markdown that prose has cleaned; ready links"),
    "policies/views/review.py": (1, "Markdown that prose has cleaned"),
    "risks/panels.py": (1, CELL),
    "risks/tables/__init__.py": (7, CELL),
    "risks/tables/effects.py": (2, CELL),
    "risks/views/assess.py": (5, CELL),
    "risks/views/risk.py": (1, "format_html, which escapes"),
    "tasks/tables/activities.py": (2, CELL),
    "tasks/tables/tasks.py": (2, CELL),
    "tasks/views/activities.py": (2, "format_html, which escapes"),
    "tasks/tables/bars.py": (2, CELL),
    "tasks/tables/calendar.py": (1, CELL),
    "tasks/tables/load.py": (2, CELL),
    "tasks/tables/marks.py": (1, CELL),
    "tasks/tables/ready.py": (1, CELL),
    "tasks/tables/runs.py": (3, CELL),
    "tasks/tables/wheel.py": (1, CELL),
    "tasks/views/wheel.py": (1, "a drawn mark without a word"),
    "tasks/views/ready.py": (2, "format_html, which escapes"),
    "tasks/tables/work.py": (1, CELL),
    "tasks/tables/notices.py": (2, CELL),
    "tasks/templates/tasks/mail/notices.txt": (1, MAIL),
    "tasks/templates/tasks/mail/test.txt": (1, MAIL),
    "training/tables/looks.py": (1, CELL),
    "training/tables/texts.py": (1, "Markdown that prose has cleaned"),
    "ui/cells.py": (21, CELL),
    "ui/columns.py": (1, "the table's body, whose cells are escaped unless they are cells"),
    "ui/icons.py": (1, "an icon, by a name of ours"),
    "ui/mail.py": (1, "styles of ours, by name"),
    "ui/templatetags/ui.py": (1, "a template that has been drawn, and escaped, already"),
    "ui/widgets.py": (1, CELL),
}

HOSTILE = "<b0gus a=\"'>"
"""Markup that ends attributes of either kind."""
OURS = {
    "reference", "slug", "prefix", "email", "password", "sha256", "content_type", "hash", "secret_hash", "token_hash", "url",
    "query", "list_name", "key", "kind", "library_id", "language", "time_zone", "country", "type", "period", "zone", "theme",
    "session_key", "ip", "user_agent", "colour", "color", "cvr", "phone", "sheet", "digest", "filename", "stored", "rule",
}  # fmt: skip
"""Fields that hold words or fingerprints of ours, or what a rule lets hold nothing else."""


def test_every_place_that_calls_something_safe_is_known() -> None:
    found = Counter(
        {
            str(path.relative_to(HOLGER)): len(SAFE.findall(path.read_text(encoding="utf-8")))
            for path in HOLGER.rglob("*")
            if path.suffix in (".py", ".html", ".txt") and not {"tests", "migrations", "dist"} & set(path.parts)
        }
    )
    assert {name: count for name, count in found.items() if count} == {name: n for name, (n, _why) in KNOWN.items()}


def make_hostile() -> int:
    """Put markup before every text that people write, past all forms and rules; returns in how many fields."""
    count = 0
    for model in apps.get_models():
        if not model.__module__.startswith("holger.") or model._meta.app_label == "history":
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, CharField | TextField) and not field.choices and not field.primary_key
            if not text or field.name in OURS or (field.max_length or 4000) < 60:
                continue
            hostile = Left(Concat(Value(HOSTILE), F(field.name)), field.max_length or 4000)
            rows = model._default_manager.exclude(**{field.name: None})
            try:
                with transaction.atomic():
                    rows.update(**{field.name: hostile})
            except IntegrityError:  # a rule of the table: what is not done has no effect
                rows.exclude(**{field.name: ""}).update(**{field.name: hostile})
            count += 1
    return count


def hostile(found: Any, name: str = "") -> Any:
    """JSON with markup before people's words: those by language, a framework's marks, and what a statement has frozen. Keys
    and numbers are not."""
    if isinstance(found, dict):
        return {key: hostile(value, "da" if name == "facts" else key) for key, value in found.items()}
    if isinstance(found, list):
        return [hostile(value, name) for value in found]
    return HOSTILE + found if isinstance(found, str) and name in WORDS else found


WORDS = (
    "da",
    "en",
    "body",
    "for_you",
    "reason",
    "title",
    "introduction",
    "change_note",
    "organisation",
    "unit",
    "issuer",
)
"""What people's words are called in JSON."""


def make_methods_hostile() -> int:
    methods = list(Method.objects.all())
    for method in methods:
        Method.objects.filter(pk=method.pk).update(definition=hostile(method.definition))
    return sum("b0gus" in str(hostile(method.definition)) for method in methods)


def make_frozen_hostile(model: type[Model]) -> int:
    """What was frozen when it was approved or published."""
    rows = list(model._default_manager.exclude(content={}))
    for row in rows:
        model._default_manager.filter(pk=row.pk).update(content=hostile(row.content))
    return sum("b0gus" in str(hostile(row.content)) for row in rows)


def make_frameworks_hostile() -> int:
    for framework in Framework.objects.all():
        Framework.objects.filter(pk=framework.pk).update(groups=hostile(framework.groups))
    guides = list(Requirement.objects.exclude(guide={}))
    for requirement in guides:
        Requirement.objects.filter(pk=requirement.pk).update(guide=hostile(requirement.guide))
    return len(guides)


class _Elements(HTMLParser):
    """Finds what has become an element, and where an attribute was ended by the text in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        cut = [name for name, value in attrs if value and "b0gus a=" in value and 'b0gus a="' not in value]
        if "b0gus" in tag or cut:
            self.found.append(f"<{tag} {cut}> in line {self.getpos()[0]}")


def elements_of(page: str) -> list[str]:
    parser = _Elements()
    parser.feed(page)
    return parser.found + ["<b0gus"] * ("<b0gus" in page)  # one that never ends is told to nobody


@pytest.mark.parametrize("page", [f"<p>{HOSTILE}</p>", f'<a title="{HOSTILE}">x</a>'])
def test_markup_that_was_let_through_is_noticed(page: str) -> None:
    assert elements_of(page)
    assert not elements_of(f'<p title="{escape(HOSTILE)}">{escape(HOSTILE, quote=False)}</p>')


@pytest.mark.once
def test_hostile_texts_stay_texts_on_every_page(cast: Cast, world: World, capsys: Any) -> None:
    risk = Risk.objects.filter(organisation=cast.kronborg).first()
    risks.risk_assess(actor=actor_of(cast.anna), risk=risk, current_c=3, current_likelihood=3, reason="Seen.")
    triggers.drop(connection)  # what was approved never changes, and is to be shown with markup before it all the same
    changed = make_hostile()
    assert make_methods_hostile() > 0
    assert make_frameworks_hostile() > 0
    for frozen in (Statement, PolicyVersion, Edition):
        assert make_frozen_hostile(frozen) > 0
    world.samples["frameworks:"]["code"] = quote(HOSTILE + RULE, safe="")
    anna, wrong, shown = client_of(cast.anna), [], 0
    for route in routes():
        if not route.pattern.startswith("o/"):
            continue
        for part in ("", "?part=tabs", "?q=%3Cb0gus", "?more=1") if route.name.endswith("-list") else ("",):
            answer = anna.get(address(route, world) + part)
            if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            page = answer.content.decode()
            shown += "&lt;b0gus" in page
            wrong += [f"{route.name}{part}: {found}" for found in elements_of(page)]
    with capsys.disabled():
        print(f"\nhostile texts: {changed} fields, shown on {shown} pages")
    assert changed > 30 and shown > 40
    assert not wrong, "\n".join(wrong)


TEMPLATES = sorted(HOLGER.rglob("templates/**/*.html"))
SOURCES = sorted(
    [*HOLGER.glob("ui/assets/**/*.js"), *HOLGER.glob("ui/assets/**/*.css"), *HOLGER.glob("ui/static/ui/*.*")]
)
BUNDLES = sorted(path for path in HOLGER.glob("ui/static/ui/dist/*") if path.suffix in (".js", ".css", ".svg"))
FETCHES = re.compile(
    r"""(?:src|href|action|srcset|poster|data|formaction)\s*=\s*["']?\s*((?:https?:)?//[^"'\s>]+)""", re.I
)
FETCHES_IN_CSS = re.compile(r"""(?:url\(|@import\s+)["']?\s*((?:https?:)?//[^"')\s]+)""", re.I)
FETCHES_IN_JS = re.compile(
    r"""(?:fetch|import|importScripts|Worker|EventSource|WebSocket|sendBeacon|open)\(\s*["'`]((?:https?:|wss?:)?//[^"'`]+)"""
)
SPELLING = re.compile(
    r"\beval\(|\bnew Function\(|document\.write\(|\bon(?:click|load|error)\s*=\s*[\"']|javascript:", re.I
)


MOVES_ON = {"leaving.html": "on to the identity provider, where our policy lets no form lead"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_fetches_from_elsewhere_or_runs_what_is_written_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert FETCHES.findall(text) == []
    assert not SPELLING.search(text)
    if path.name in MOVES_ON:
        text = text.replace('<meta http-equiv="refresh" content="0;url={{ url }}">', "")
    assert not re.search(
        r"<script(?![^>]*\ssrc=)|<style|\sstyle\s*=|<iframe|<object|<embed|<base\b|<meta[^>]+http-equiv", text, re.I
    )


@pytest.mark.parametrize("path", [*SOURCES, *BUNDLES], ids=lambda path: path.name)
def test_no_script_or_style_fetches_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert FETCHES_IN_CSS.findall(text) == []
    assert FETCHES_IN_JS.findall(text) == []
    if path in SOURCES:
        assert not SPELLING.search(text)


def test_the_scripts_put_in_as_markup_only_what_the_server_drew() -> None:
    found = Counter(
        {
            str(path.relative_to(HOLGER)): len(
                re.findall(r"innerHTML|outerHTML\s*=|insertAdjacentHTML", path.read_text())
            )
            for path in SOURCES
        }
    )
    assert {name: count for name, count in found.items() if count} == {
        "ui/assets/assess.js": 3,  # cells of risks/tables.py
        "ui/assets/js/wheel.js": 1,  # the card of a run: a part of its page
    }
