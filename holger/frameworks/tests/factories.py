"""Frameworks for tests: one that is small enough to know by heart, and the library's."""

from dataclasses import replace
from typing import Any

from holger.core.actor import Actor
from holger.frameworks import services
from holger.frameworks.models import Framework, Origin, Requirement, Scope, Standing
from holger.frameworks.rules.framework import Activity, Group
from holger.frameworks.rules.framework import Framework as Written
from holger.frameworks.rules.framework import Requirement as Line

ESSENTIAL, FULL = "essential", "full"


def line(key: str, parent: str = "", **more: Any) -> Line:
    return Line(id=key, parent=parent, title={"en": f"Requirement {key}", "da": f"Krav {key}"}, **more)


RULES = Written(
    key="rules",
    version=1,
    title={"en": "House rules", "da": "Husregler"},
    about={"en": "What we ask of ourselves.", "da": "Hvad vi kræver af os selv."},
    issuer="Kronborg A/S",
    rights={},
    link="https://kronborg.example/rules",
    groups=(Group(ESSENTIAL, {"en": "Essential", "da": "Det vigtigste"}), Group(FULL, {"en": "Full", "da": "Alt"})),
    requirements=(
        line("1", assessable=False),
        line("1.1", "1", groups=(ESSENTIAL, FULL), asks={"en": "Lock the doors.", "da": "Lås dørene."}),
        line("1.2", "1", groups=(FULL,), activity=Activity({"en": "Look", "da": "Kig"}, "P1M"), roles=("facility",)),
        line("2", assessable=False),
        line("2.1", "2"),
        line("2.1(a)/b", "2.1", groups=(ESSENTIAL, FULL), facts={"chapter": ("7",)}),
    ),
)
"""Two parts with four requirements that can be answered, one of them below another and with an id that addresses must quote."""
CODES = ("1.1", "1.2", "2.1", "2.1(a)/b")


def other(key: str = "others", codes: tuple[str, ...] = ("A", "B", "C")) -> Written:
    """Another framework, flat."""
    return replace(RULES, key=key, title={"en": f"Rules of {key}"}, groups=(), requirements=tuple(map(line, codes)))


def bring(actor: Actor, written: Written = RULES, origin: str = Origin.FILE) -> Framework:
    return services.framework_bring(actor=actor, written=written, origin=origin)


def requirement(framework: Framework, code: str) -> Requirement:
    return Requirement.objects.select_related("framework").get(framework=framework, code=code)


def standing(framework: Framework, code: str, number: int = 1) -> Standing:
    rows = Standing.objects.select_related("scope__framework", "scope__unit", "requirement__framework")
    return rows.get(scope__number=number, requirement__framework=framework, requirement__code=code)


def scope(framework: Framework, number: int = 1) -> Scope:
    return Scope.objects.select_related("framework", "unit", "owner").get(framework=framework, number=number)


def answer(actor: Actor, framework: Framework, number: int = 1, **answers: str) -> None:
    """Answer several at once, by id: ``A="met"``."""
    for code, said in answers.items():
        services.standing_answer(actor=actor, standing=standing(framework, code, number), answer=said)


def many(count: int, key: str = "many") -> Written:
    """A framework of ``count`` requirements in parts of at most fifty."""
    parts = [line(f"P{number}", assessable=False) for number in range((count + 49) // 50)]
    below = [line(f"P{n // 50}.{n}", f"P{n // 50}", groups=(ESSENTIAL,) if n % 3 else ()) for n in range(count)]
    tree = [each for part in parts for each in (part, *(one for one in below if one.parent == part.id))]
    return replace(RULES, key=key, title={"en": f"Rules of {key}"}, requirements=tuple(tree))
