"""A small prefecture in which each step of the selection rule can answer."""

from pathlib import Path

from designations.candidates import Answer, candidates_of
from designations.kinds import Kind
from designations.reference import load_reference
from facilities.reference import load_reference as load_filing_kinds
from tests.factories import designations as make
from tests.factories import facilities, places
from zones.models import Municipality, PlanVersion

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
DAY = make.BEGINS


class Corner:
    """One secondary area with a hospital town, a clinic town, two empty towns; a ward; another area."""

    def __init__(self) -> None:
        area = places.secondary_area("0104", "札幌")
        other = places.secondary_area("0107", "中空知")

        def town(code: str, name: str, where: float, **more: object) -> Municipality:
            office = {"latitude": 43.0, "longitude": 141.0 + where}
            return places.municipality(code, name, **({"area": area} | office | more))

        self.hospital_town = town("01711", "病院町", 0.0)
        self.clinic_town = town("01712", "診療所町", 0.1)
        self.empty = town("01713", "無医町", 0.15)
        self.alone = town("01714", "離れ町", 0.9, area=other)
        self.city = town("01100", "試験市", 0.5)
        self.ward = town("01101", "試験市区", 0.5, parent=self.city)
        self.version: PlanVersion = places.plan(
            {
                "東": [self.hospital_town, self.clinic_town, self.empty, self.city],
                "西": [self.alone],
            }
        )
        load_filing_kinds(FIXTURES)
        load_reference(FIXTURES)

    def answer(self, town: Municipality, kind: str = Kind.ACTIVE) -> Answer:
        return candidates_of("01", kind, DAY, municipalities=[town.pk])[0]


def holder(town: Municipality, symbol: str, **more: object) -> str:
    facility = facilities.facility(town, **more)
    facilities.filing(facility, symbol)
    return facility.code
