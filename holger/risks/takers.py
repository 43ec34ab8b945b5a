"""What the room takes up from files of frameworks: threats become the organisation's own, a matrix a draft of the method."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import get_language

from holger.core.actor import Actor
from holger.core.registry import Offer
from holger.core.words import N_, Reason, say
from holger.frameworks.rules.brought import Matrix, Threat
from holger.risks import selectors, services
from holger.risks.models import Method
from holger.risks.rules.matrices import why_not_use


def threats(actor: Actor, brought: Sequence[Threat]) -> Sequence[Offer]:
    """One offer for all: those that are not here already, by their titles."""
    new = selectors.threats_unknown(actor, brought)
    title = say(brought[0].title, get_language()) if len(brought) == 1 else ""
    counts = {"new": len(new), "there": len(brought) - len(new)}
    if not new:
        return [Offer(title, Reason(N_("All of them are here already.")))]
    text = Reason(N_("New: %(new)s, here already: %(there)s. They become threats of your own."), counts)
    return [Offer(title, text, lambda actor: _take_threats(actor, new))]


def _take_threats(actor: Actor, brought: Sequence[Threat]) -> None:
    services.threats_take(actor=actor, brought=brought)


def matrices(actor: Actor, brought: Sequence[Matrix]) -> Sequence[Offer]:
    drafted = selectors.methods_for(actor).filter(status=Method.Status.DRAFT).exists()
    return [_matrix(matrix, drafted=drafted) for matrix in brought]


def _matrix(matrix: Matrix, *, drafted: bool) -> Offer:
    title = say(matrix.title, get_language())
    if reason := why_not_use(matrix):
        return Offer(title, reason)
    if drafted:
        return Offer(title, Reason(N_("There is already a draft of the next method.")))
    text = Reason(N_("It becomes a draft of the next risk method. Nothing is scored by it before you put it in force."))
    return Offer(title, text, partial(_take_matrix, matrix))


def _take_matrix(matrix: Matrix, actor: Actor) -> None:
    services.method_draft_from(actor=actor, matrix=matrix, language=get_language() or "en")
