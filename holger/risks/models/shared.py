from uuid import UUID

from holger.core.models import TenantModel


class Common(TenantModel):
    """What holds for the whole organisation: it lies in no unit and is nobody's own."""

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> None:
        """It lies in no unit."""

    def owned_by(self, person_id: UUID | None) -> bool:
        return False

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower
