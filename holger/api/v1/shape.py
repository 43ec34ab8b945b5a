"""What is sent and answered, as the library sees it."""

from ninja.params import models as parameters
from pydantic import BaseModel, ConfigDict

LATER = ConfigDict(defer_build=True)
"""Made ready with the first request that needs it: there are some 1,700, and a server would wait for all of them."""

for kind in (
    parameters.PathModel,
    parameters.QueryModel,
    parameters.BodyModel,
    parameters.FormModel,
    parameters.FileModel,
    parameters._MultiPartBodyModel,
):
    kind.model_config.update(LATER)  # the library makes one of these for each operation


class Shape(BaseModel):
    model_config = LATER
