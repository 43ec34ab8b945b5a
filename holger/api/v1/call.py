from holger.api.models import Token
from holger.core.requests import Request


class Call(Request):
    """For types only: a request that has come in with a token."""

    auth: Token
