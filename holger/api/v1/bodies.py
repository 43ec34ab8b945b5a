"""Reading JSON with limits: size, depth, one meaning only, and text that every database can hold."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from holger.api.v1.errors import Refused
from holger.core import strict_json

LARGEST = 1_000_000


class Strict(Parser):
    """Raises ``Refused`` rather than guessing."""

    def parse_body(self, request: HttpRequest) -> Any:
        if len(request.body) > LARGEST:
            raise Refused(413, "too_large", _("The request is too large."))
        try:
            return strict_json.read(request.body)
        except strict_json.TooDeep as e:
            raise Refused(400, "too_deep", _("The JSON is nested too deeply.")) from e
        except strict_json.Unstorable as e:
            raise Refused(400, "unreadable", _("The text has characters that cannot be kept.")) from e
        except ValueError as e:
            raise Refused(400, "unreadable", _("This is not JSON that can be read.")) from e
