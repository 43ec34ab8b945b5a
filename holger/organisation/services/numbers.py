"""The numbers behind references."""

from uuid import UUID

from django.db import connection

from holger.organisation.models import Counter

# One statement, which holds the row until the transaction ends: every new object waits for it. The ORM has no word for it.
TAKE = (
    "INSERT INTO organisation_counter (id, organisation_id, prefix, last) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (organisation_id, prefix) DO UPDATE SET last = organisation_counter.last + excluded.last RETURNING last"
)
FIELDS = [Counter._meta.get_field(name) for name in ("id", "organisation", "prefix", "last")]


def next_numbers(*, organisation_id: UUID, prefix: str, count: int = 1) -> range:
    """Take the next ``count`` numbers of a prefix; nobody else gets them. Call inside a transaction."""
    told = (Counter._meta.pk.get_default(), organisation_id, prefix, count)
    values = [field.get_db_prep_save(value, connection) for field, value in zip(FIELDS, told, strict=True)]
    with connection.cursor() as cursor:
        (last,) = cursor.execute(TAKE, values).fetchone()
    return range(last - count + 1, last + 1)
