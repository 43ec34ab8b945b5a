"""The link in each mail by which somebody says that they want no more of it, signed in or not."""

from uuid import UUID

from django.core import signing


def _signer() -> signing.Signer:
    """It never expires: a mail is read when it is read. Whoever has the link can do no more than to make mail fewer."""
    return signing.Signer(salt="holger.tasks.reminders")


def token_of(organisation_id: UUID, person_id: UUID) -> str:
    return _signer().sign(f"{organisation_id.hex}{person_id.hex}").replace(":", ".")


def read(token: str) -> tuple[UUID, UUID] | None:
    """Whose link it is: organisation and person; None for one that is not ours."""
    try:
        ids = _signer().unsign(token.replace(".", ":", 1))
        return UUID(ids[:32]), UUID(ids[32:])
    except (signing.BadSignature, ValueError):
        return None
