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
def map_path_parameters(context: Any, path_parameters: dict[str, Any]) -> dict[str, Any]:
    """Mostly this organisation, and mostly something that is there; now and then whatever was made up."""
    if not path_parameters:
        return path_parameters
    spice = sum(str(value).encode()[-1:].ljust(1)[0] for value in path_parameters.values())
    told = dict(path_parameters)
    if "organisation" in told and spice % 16:
        told["organisation"] = TOLD["slug"]
    known = TOLD["references"].get(context.operation.path.split("{organisation}/")[-1].split("/")[0], [])
    for name in ("reference", "id"):
        if name in told and known and spice % 4:
            told[name] = known[spice % len(known)]
    if "kind" in told and spice % 4:
        told["kind"] = "assets"
    return told


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    COUNTED[str(response.status_code)] += 1
    with open(os.environ["FUZZ_COUNTS"], "w", encoding="utf-8") as file:
        json.dump(COUNTED, file)
