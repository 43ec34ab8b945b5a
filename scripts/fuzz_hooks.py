"""What Schemathesis is told of this interface: whose organisation it asks in, and which references there are."""

import json
import os
from collections import Counter
from typing import Any

import schemathesis

TOLD = json.loads(os.environ["FUZZ_TOLD"])
"""``slug``, and ``references`` by register."""
COUNTED: Counter[str] = Counter()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Mostly this organisation, and mostly something that is there; now and then whatever was made up."""
    told = case.path_parameters
    if not told:
        return
    COUNTED["asked"] += 1
    spice = COUNTED["asked"]
    if "organisation" in told and spice % 16:
        told["organisation"] = TOLD["slug"]
    known = TOLD["references"].get(case.operation.path.split("{organisation}/")[-1].split("/")[0], [])
    for name in ("reference", "id"):
        if name in told and known and spice % 4:
            told[name] = known[spice % len(known)]
    if "kind" in told and spice % 4:
        told["kind"] = "assets"


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    COUNTED[str(response.status_code)] += 1
    with open(os.environ["FUZZ_COUNTS"], "w", encoding="utf-8") as file:
        json.dump({status: count for status, count in COUNTED.items() if status.isdigit()}, file)
