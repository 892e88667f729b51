"""A zone with what residents may read, and what not."""

from datetime import date

from designations.kinds import Kind
from designations.models import ConsultationDesk
from portal.models import PublicRelease
from portal.public.reading import contents
from portal.public.releases import (
    make_release,
    publish_release,
)
from programs.models import DeskDetails
from tests.factories import designations, facilities, people, places
from zones.models import Prefecture

DAY = date(2025, 11, 20)


class Ground:
    """One zone with a hub, an active clinic, a desk and a clinic that has nothing to do with it."""

    def __init__(self) -> None:
        self.town = places.municipality("01207", "帯広市")
        self.other = places.municipality("01631", "音更町")
        places.plan({"十勝": [self.town, self.other]})
        self.zone = places.zone("十勝")
        self.official = people.official()
        self.hub = designations.association("十勝試験医師会")
        designations.entered(self.zone, self.hub, published_name="十勝連携センター")
        self.clinic = facilities.facility(self.town, name="あおば試験クリニック")
        facilities.filing(self.clinic, "支援診1")
        designations.entered(
            self.zone,
            designations.institution(self.clinic),
            Kind.ACTIVE,
            functions=["acute"],
        )
        self.plain = facilities.facility(self.town, name="何も担わない試験医院")
        desk = ConsultationDesk.objects.create(
            municipality=self.other,
            operator=designations.association("音更試験社協"),
        )
        self.desk = DeskDetails.objects.create(
            desk=desk, name="音更の相談窓口", phone="0155-00-0001", hours="平日9時から"
        )

    @property
    def prefecture(self) -> Prefecture:
        return self.town.prefecture

    def draft(self) -> PublicRelease:
        return make_release(prefecture=self.prefecture, on=DAY, by=self.official)

    def released(self) -> PublicRelease:
        draft = self.draft()
        publish_release(release=draft, by=self.official)
        draft.refresh_from_db()
        return draft


def names(release: PublicRelease) -> set[str]:
    return {body.name for body in contents(release).bodies}
