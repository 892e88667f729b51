"""Whose rows an upload may write: the region of the person who brought it, asked at each step."""

from dataclasses import dataclass

from accounts.asked import who_asked
from accounts.models import User
from accounts.roles import Permission, Role
from imports.models import Upload
from zones.access import region_scope
from zones.models import HealthCentre

UPLOAD_LISTS = Permission.UPLOAD_LISTS


@dataclass(frozen=True, slots=True)
class UploadRegion:
    """Whole prefectures, or single municipalities. Everything, for the system itself."""

    everything: bool = False
    prefectures: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.everything or self.prefectures or self.municipalities)

    def holds(self, prefecture: str, municipality: str | None) -> bool:
        if self.everything or prefecture in self.prefectures:
            return True
        return municipality in self.municipalities

    def limits(self, prefecture: str) -> tuple[str, ...]:
        """Codes of the municipalities that a list is cut to; empty for a whole prefecture."""
        if self.everything or prefecture in self.prefectures:
            return ()
        return tuple(sorted(c for c in self.municipalities if c.startswith(prefecture)))

    def touches(self, prefecture: str) -> bool:
        if self.everything or prefecture in self.prefectures:
            return True
        return bool(self.limits(prefecture))


def region_of(user: User | None) -> UploadRegion:
    """``None`` is the system: a command without a user has no region limit."""
    if user is None:
        return UploadRegion(everything=True)
    scope = region_scope(user)
    return UploadRegion(
        prefectures=scope.prefectures, municipalities=scope.municipalities
    )


def home_of(user: User | None) -> tuple[str | None, HealthCentre | None]:
    """Where an upload of this person is filed: their prefecture and, for clerks, their centre."""
    if user is None:
        return None, None
    grant = user.regions.select_related("health_centre").order_by("pk").first()
    if grant is None:
        return None, None
    centre = grant.health_centre if user.role == Role.HEALTH_CENTRE else None
    return grant.prefecture_id, centre


def may_still(upload: Upload, asked_by: int | None) -> bool:
    """Whether who uploaded has the same region as then, and who asked may still see it."""
    owner = upload.uploaded_by
    if owner is not None:
        filed = (upload.region_prefecture_id, upload.health_centre)
        if who_asked(owner.pk, UPLOAD_LISTS) is None or home_of(owner) != filed:
            return False
    if asked_by is None:
        return True
    asker = who_asked(asked_by, UPLOAD_LISTS)
    if asker is None:
        return False
    return Upload.objects.visible_to(asker).filter(pk=upload.pk).exists()
