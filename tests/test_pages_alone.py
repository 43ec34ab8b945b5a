"""Every page by itself: what lies in another organisation, or out of reach, changes nothing of what it says.

And no page offers what is refused: whoever may not is not shown the way there. A new page joins by itself.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from holger.assets.models import Asset
from holger.core import dates
from holger.core.permissions import Role
from holger.exchange.papers.pages import ReportPage
from holger.history import services as history
from holger.risks import services as risks
from holger.risks.models import Risk, Round
from holger.ui.pages import ListPage
from tests.answers import archive, content_of
from tests.cast import Cast, actor_of, client_of, make_cast, make_person
from tests.furnished import Furnished, House
from tests.shares import ask_acceptance, fuller, make_share
from tests.tally import Tally
from tests.test_access import PARTS, Route
from tests.world import World, filled, make_world

pytestmark = [
    pytest.mark.once,
    pytest.mark.usefixtures("says_where"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the walls hide what a selector forgets"),
]
PASSING = re.compile(rb'(csrfmiddlewaretoken" value="|nonce="|X-CSRFToken": ")[\w=+/-]+|<dcterms:\w+[^>]*>[^<]*')
"""What differs in every answer."""
type Page = tuple[int, bytes]


@dataclass
class Kronborg:
    """A little of everything, some of it Bo's, in Production; a round is frozen, and a checkpoint made."""

    cast: Cast
    world: World
    browsers: dict[str, Client]
    """Of somebody who reaches everything, and of somebody who reaches one unit."""
    made_at: datetime


def furnish() -> Kronborg:
    cast = make_cast()
    anna = actor_of(cast.anna)
    world = make_world(cast)
    asset = make_share(cast, cast.production, cast.bo, "Bo")
    ask_acceptance(cast, Risk.objects.get(asset=asset, closed_at=None), cast.olga)
    risks.round_freeze(actor=anna, held=Round.objects.get(organisation=cast.kronborg))
    history.checkpoint_make(actor=anna)
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    return Kronborg(cast, world, {"owner": client_of(cast.olga), "unit": client_of(ulla)}, dates.now())


HOUSE = House("pages", furnish)
ELSEWHERE, OUT_OF_REACH, STRAYS, PLANTED, ASTRAY = fuller(HOUSE)


@pytest.fixture
def house(furnished: Furnished) -> Kronborg:
    return furnished(HOUSE)


def addresses(world: World, routes: Iterable[Route]) -> Iterator[str]:
    """Every page, about something that is there and about what is Bo's; lists also as files."""
    anybodys, bos = Asset.objects.get(title="Business Central"), Asset.objects.get(title="Bo ERP")
    risk, his = Risk.objects.get(asset=anybodys), Risk.objects.filter(asset=bos).order_by("number")[0]
    instead = {anybodys.reference: bos.reference, anybodys.pk: bos.pk, risk.reference: his.reference}
    for route in routes:
        parts = {"organisation": "kronborg"} | world.parts(route.name)
        changed = {name: instead.get(part, part) for name, part in parts.items()}
        view = getattr(route.view, "view_class", None)
        for address in dict.fromkeys(f"/{filled(route.pattern, each)}" for each in (parts, changed)):
            yield address
            if isinstance(view, type) and issubclass(view, ListPage):
                yield from (f"{address}?more=1", f"{address}?export=csv")
            if isinstance(view, type) and issubclass(view, ReportPage):
                yield from (f"{address}?form=xlsx&report={key}" for key in ("", "plan"))


def ask(browser: Client, address: str, method: str = "get") -> Page:
    """What is answered; whatever it did is undone."""
    with transaction.atomic():
        answer = getattr(browser, method)(address)
        content = content_of(answer)
        transaction.set_rollback(True)
    if content[:2] == b"PK":
        content = b"\n".join(archive(content))
    return answer.status_code, PASSING.sub(b"", content)


@pytest.mark.parametrize("part", PARTS)
def test_what_lies_elsewhere_or_out_of_reach_changes_no_page(
    part: str, house: Kronborg, db: None, furnished: Furnished, still: Callable[..., None], tally: Tally
) -> None:
    still(house.made_at)
    before = {
        (name, address): page
        for address in addresses(house.world, PARTS[part])
        for name, browser in house.browsers.items()
        if (page := ask(browser, address))[0] == 200
    }
    furnished.then(ELSEWHERE)
    assert not (wrong := changed(before, house.browsers, "owner")), "\n".join(wrong)
    furnished.then(OUT_OF_REACH)
    assert not (wrong := changed(before, house.browsers, "unit")), "\n".join(wrong)
    furnished.then(STRAYS)
    assert not (wrong := changed(before, house.browsers, "owner")), "\n".join(wrong)
    tally("pages, the same however much lies elsewhere or out of reach", answers=len(before))


def changed(before: Mapping[tuple[str, str], Page], browsers: Mapping[str, Client], who: str) -> list[str]:
    """Pages that say something else than before."""
    again = [(key, page, ask(browsers[key[0]], key[1])) for key, page in before.items() if key[0] == who]
    return [f"{address} as {name}: {difference(was, now)}" for (name, address), was, now in again if was != now]


def difference(before: Page, after: Page) -> str:
    lines = zip(before[1].splitlines(), after[1].splitlines(), strict=False)
    return next((f"{was!r} -> {now!r}" for was, now in lines if was != now), f"{before[0]} -> {after[0]}")


LIBRARYS = {
    "incidents:drill-inject": "a number in the exercise, which is the library's; only whoever leads it gets so far"
}
OFFICERS = {"privacy:dpia-advise"}
"""What the data protection officer alone may, so that an owner would be refused before anything is looked for."""


@pytest.mark.parametrize("part", PARTS)
def test_addresses_of_what_is_elsewhere_lead_nowhere(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    """Whatever is asked of it, and also below something of one's own."""
    there = furnished.then(PLANTED).world

    def theirs(route: Route, name: str, own: Any) -> Any:
        return 9 if name == "number" else there.parts(route.name)[name]

    asked, wrong = led_somewhere(house, PARTS[part], theirs)
    tally("pages of what is elsewhere", addresses=asked)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", PARTS)
def test_addresses_of_what_strays_below_lead_nowhere(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    """Also where it hangs on what is one's own, as no database would have it."""
    astray = furnished.then(ASTRAY)
    asked, wrong = led_somewhere(house, PARTS[part], lambda route, name, own: astray.get(str(own), own))
    tally("pages of what strays", addresses=asked)
    assert not wrong, "\n".join(wrong)


def led_somewhere(
    house: Kronborg, routes: Iterable[Route], instead: Callable[[Route, str, Any], Any]
) -> tuple[int, list[str]]:
    """How many addresses were asked with something else in one of their parts, and which of them lead to anything."""
    asked, wrong, officer = 0, [], client_of(house.cast.karen)
    for route in routes:
        own = house.world.parts(route.name)
        for name in re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)[1:]:
            other = instead(route, name, own[name])
            if own[name] == other or route.name in LIBRARYS:
                continue
            address = "/" + filled(route.pattern, {"organisation": "kronborg"} | own | {name: other})
            for method in ("get", "post"):
                asked += 1
                browser = officer if route.name in OFFICERS else house.browsers["owner"]
                status = ask(browser, address, method)[0]
                if status not in (404, 405):
                    wrong.append(f"{method.upper()} {address}: {status}")
    return asked, wrong


ANSWERED: dict[tuple[Role, str, str], int] = {}
"""What somebody is told by a way, which is there on hundreds of pages and asked once: each test begins with the same house."""


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.AUDITOR, Role.DPO])
def test_no_page_offers_what_is_refused(role: Role, part: str, house: Kronborg, db: None, tally: Tally) -> None:
    """Every way that somebody is shown is open to them."""
    browser = client_of(house.cast.by_role()[role])

    def answered(method: str, address: str) -> int:
        if (role, method, address) not in ANSWERED:
            ANSWERED[role, method, address] = ask(browser, address, method)[0]
        return ANSWERED[role, method, address]

    wrong = []
    for where in addresses(house.world, PARTS[part]):
        if "?" in where:
            continue
        status, content = ask(browser, where)
        ANSWERED[role, "get", where] = status
        for method, address in offered(content.decode("utf-8", "replace")) if status == 200 else ():
            tally(f"pages, ways shown to a {role}, all open", ways=1)
            if answered(method, address) in (403, 404):
                wrong.append(f"{where} offers {method.upper()} {address}: {answered(method, address)}")
    assert not wrong, "\n".join(wrong)


WAY = re.compile(r"""<form[^>]*\smethod="post"[^>]*\saction="(?P<post>/o/[^"]*)"|\shref="(?P<get>/o/[^"?#]*)""")


def offered(page: str) -> Iterator[tuple[str, str]]:
    for way in WAY.finditer(page):
        method = "post" if way["post"] else "get"
        yield method, html.unescape(way[method])
