"""What tests of this room need: rows alone, without the way that leads there."""

from holger.privacy.tests.factories.dpia import make_dpia
from holger.privacy.tests.factories.record import make_activity, make_hand, make_transfer
from holger.privacy.tests.factories.requests import make_request
from holger.privacy.tests.factories.retention import make_retention

__all__ = ["make_activity", "make_dpia", "make_hand", "make_request", "make_retention", "make_transfer"]
