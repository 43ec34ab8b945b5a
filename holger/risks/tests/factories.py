"""Risks for tests, made by the services as people make them."""

from typing import Any

from holger.assets.models import Asset
from holger.assets.tests.factories import make_asset
from holger.core.actor import Actor
from holger.risks import services
from holger.risks.models import Method, Risk, Threat


def install(actor: Actor) -> Method:
    """The ready threats and the method with five levels."""
    services.library_install(actor=actor)
    return Method.objects.get(organisation_id=actor.organisation_id, status="in_force")


def threat(actor: Actor, reference: str = "T01") -> Threat:
    return Threat.objects.get(organisation_id=actor.organisation_id, reference=reference)


def make_risk(actor: Actor, asset: Asset | None = None, **answers: Any) -> Risk:
    """A fully assessed risk of 4 x 3 = 12, high; other levels and answers as given."""
    from holger.organisation.models import Organisation

    asset = asset or make_asset(Organisation.objects.get(pk=actor.organisation_id))
    levels = {"current_c": 4, "current_i": 2, "current_a": 3, "current_likelihood": 3}
    return services.risk_create(actor=actor, asset=asset, **{"title": "Ransomware", **levels, **answers})
