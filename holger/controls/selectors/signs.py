"""What there is in the map that says that a requirement concerns the organisation, as far as the actor sees the map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Min, Q

from holger.assets.models import AssetType
from holger.assets.selectors import assets_for
from holger.controls.rules.signs import ALWAYS
from holger.core.actor import Actor

DEVELOPING = (
    *("software development", "system development", "web development", "programming", "devops"),
    *("softwareudvikling", "systemudvikling", "webudvikling", "programmering", "app-udvikling"),
)
"""What a process is called in which software is made."""

LOOKED_FOR: Mapping[str, Q] = {
    "source_code": Q(type=AssetType.SOURCE_CODE)
    | reduce(or_, (Q(type=AssetType.PROCESS, title__icontains=words) for words in DEVELOPING)),
    "site": Q(type=AssetType.SITE),
    "supplier": Q(type=AssetType.SUPPLIER) | Q(supplier__isnull=False),
    "cloud": Q(type=AssetType.CLOUD_SERVICE) | Q(hosting="cloud"),
    "personal_data": ~Q(personal_data="none"),
    "remote": Q(exposure="vpn"),
    "endpoint": Q(type=AssetType.ENDPOINT),
    "media": Q(type__in=(AssetType.REMOVABLE_MEDIA, AssetType.PAPER_ARCHIVE)),
    "network": Q(type=AssetType.NETWORK),
    "key": Q(type=AssetType.KEY),
}


@dataclass(frozen=True)
class InMap:
    """What was found: how many, and one of them by reference, title and address; none for what always holds."""

    key: str
    count: int = 0
    reference: str = ""
    title: str = ""
    path: str = ""


def signs_in_map(actor: Actor, keys: Collection[str]) -> dict[str, InMap]:
    """Those of the signs that are there, with an example of each."""
    found = {ALWAYS: InMap(ALWAYS)} if ALWAYS in keys else {}
    wanted = [key for key in keys if key in LOOKED_FOR]
    if not wanted:
        return found
    rows = assets_for(actor).filter(archived_at=None).exclude(status="retired").order_by()
    counted = {f"{key}_count": Count("pk", filter=LOOKED_FOR[key]) for key in wanted}
    first = {f"{key}_first": Min("reference", filter=LOOKED_FOR[key]) for key in wanted}
    told = rows.aggregate(**counted, **first)
    examples = {told[f"{key}_first"] for key in wanted} - {None}
    named = {row.reference: row for row in rows.filter(reference__in=examples).only("reference", "title", "type")}
    for key in wanted:
        if row := named.get(told[f"{key}_first"]):
            found[key] = InMap(key, told[f"{key}_count"], row.reference, row.title, row.path)
    return found
