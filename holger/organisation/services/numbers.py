"""The numbers behind references."""

from uuid import UUID

from holger.organisation.models import Counter


def next_numbers(*, organisation_id: UUID, prefix: str, count: int = 1) -> range:
    """Take the next ``count`` numbers of a prefix; nobody else gets them. Call inside a transaction."""
    counters = Counter.objects.select_for_update()
    try:
        counter = counters.get(organisation_id=organisation_id, prefix=prefix)
    except Counter.DoesNotExist:  # the first of all; somebody else may be just as quick
        Counter.objects.bulk_create([Counter(organisation_id=organisation_id, prefix=prefix)], ignore_conflicts=True)
        counter = counters.get(organisation_id=organisation_id, prefix=prefix)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)
