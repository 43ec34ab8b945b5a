"""Controls, rounds and what lies around them, for tests, made by the services as people make them."""

from typing import Any

from holger.controls import services
from holger.controls.models import Control, GapAnswer, GapRound, PlanItem
from holger.core.actor import Actor
from holger.frameworks.models import Framework
from holger.frameworks.tests.factories import scope

JOINED = ("round__scope__framework", "round__scope__unit", "requirement__framework", "asked")


def make_control(actor: Actor, title: str = "Back up every night", **answers: Any) -> Control:
    return services.control_create(actor=actor, title=title, **answers)


def open_round(actor: Actor, framework: Framework, number: int = 1, **answers: Any) -> GapRound:
    """A round over a framework in one of its scopes."""
    told = {"title": "Autumn", **answers}
    return services.gap_round_open(actor=actor, scope=scope(framework, number), **told)


def gap_row(held: GapRound, code: str) -> GapAnswer:
    return GapAnswer.objects.select_related(*JOINED).get(round=held, requirement__code=code)


def say(actor: Actor, held: GapRound, **answers: str) -> None:
    """Answer several requirements of a round, by id: ``A="met"``."""
    for code, said in answers.items():
        services.gap_answer(actor=actor, row=gap_row(held, code), answer=said)


def make_item(actor: Actor, title: str = "Buy a second firewall", **answers: Any) -> PlanItem:
    return services.plan_item_create(actor=actor, title=title, **answers)
