"""What a list of facilities can be narrowed by; the address holds it all."""

import unicodedata
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.http import QueryDict
from django.utils.http import urlencode
from django_filters import (
    CharFilter,
    ChoiceFilter,
    FilterSet,
    MultipleChoiceFilter,
)

from facilities.capacity import LESS, MORE
from facilities.kinds import (
    HOME_CARE_CLASSES,
    CareFunction,
    FacilityClass,
    FacilityKind,
)
from facilities.mending import Mend, to_mend
from facilities.models import CapacitySurvey, Facility, Filing, FilingKind
from facilities.panels import LIST_MARKS, ListMark
from facilities.querysets import FacilityQuerySet, class_condition
from formats.dates import fiscal_year
from zones.choice import PlaceChoice
from zones.days import AskedDay
from zones.models import HealthCentre

# value → class, enhanced, words
LEVELS: dict[str, tuple[str, bool | None, str]] = {
    "zaishishin-enhanced": (
        FacilityClass.ZAISHISHIN,
        True,
        "支援診１・２（機能強化型）",
    ),
    "zaishishin-conventional": (FacilityClass.ZAISHISHIN, False, "支援診３"),
    "zaishibyo-enhanced": (FacilityClass.ZAISHIBYO, True, "支援病１・２（機能強化型）"),
    "zaishibyo-conventional": (FacilityClass.ZAISHIBYO, False, "支援病３"),
    "backup_hospital": (FacilityClass.BACKUP_HOSPITAL, None, "在宅療養後方支援病院"),
}
HOME_VISITS, NEITHER = "home_visits", "none"
FILING_CHOICES = [
    *((value, words) for value, (_, _, words) in LEVELS.items()),
    (HOME_VISITS, "在医総管（訪問診療）"),
    (NEITHER, "在支診・在支病でない"),
]
ANSWERS = [
    ("answered", "回答あり"),
    ("room", "患者を増やせる"),
    ("more", "始めたい・広げたい"),
    ("less", "縮小したい・やめたい"),
]
STATES = [("open", "開設中"), ("closed", "廃止"), ("all", "すべて")]


def levels_of(facility_class: str, enhanced: bool | None = None) -> list[str]:
    """The values of ``filing`` that together are a class, for links to the list."""
    return [
        value
        for value, (named, is_enhanced, _) in LEVELS.items()
        if named == facility_class and (enhanced is None or is_enhanced == enhanced)
    ]


def list_query(**conditions: object) -> str:
    """The query of the list for some conditions; empty ones are left out.

    Names are those of ``FacilityFilter`` and ``on``; a list gives several values.
    """
    given = {name: value for name, value in conditions.items() if value}
    return urlencode(given, doseq=True)


class FacilityFilter(FilterSet):
    """Conditions of one place hold together; several of one kind widen it, functions narrow it."""

    q = CharFilter(
        label="名称・かな・コード",
        method="by_text",
        help_text="全角・半角、髙・高などの違いは区別しません。",
    )
    filing = MultipleChoiceFilter(
        label="届出の区分",
        method="by_filing",
        choices=FILING_CHOICES,
    )
    zone = ChoiceFilter(label="在宅医療圏", method="by_zone")
    area = ChoiceFilter(label="二次医療圏", method="by_area")
    municipality = ChoiceFilter(label="市区町村", method="by_municipality")
    function = MultipleChoiceFilter(
        label="4つの医療機能",
        method="by_function",
        choices=CareFunction.choices,
        help_text="選んだ機能をすべて担う機関を出します。",
    )
    kind = MultipleChoiceFilter(
        label="種別", choices=FacilityKind.choices, method="by_kind"
    )
    survey = ChoiceFilter(label="実態調査", choices=ANSWERS, method="by_survey")
    mend = ChoiceFilter(label="要確認", choices=Mend.choices, method="by_mend")
    symbol = CharFilter(label="受理記号", method="by_symbol")
    centre = CharFilter(label="保健所", method="by_centre")
    towns = CharFilter(label="市区町村（複数）", method="by_towns")
    prefecture = CharFilter(label="都道府県", field_name="prefecture")
    state = ChoiceFilter(
        label="開設", choices=STATES, method="by_state", empty_label=None
    )

    class Meta:
        model = Facility
        fields: list[str] = []

    def __init__(
        self,
        data: QueryDict,
        *,
        queryset: FacilityQuerySet,
        asked: AskedDay,
        choice: PlaceChoice,
    ) -> None:
        data = data.copy()
        data.setdefault("state", "open")
        self.asked, self.choice, self.region = asked, choice, choice.region
        region = choice.region
        super().__init__(data, queryset=queryset)
        for mark in LIST_MARKS.values():
            self.filters[mark.name] = _mark_filter(mark, self)
        zones = [(str(pk), name) for pk, name in region.zones.items()]
        self.filters["zone"].extra["choices"] = zones
        self.filters["area"].extra["choices"] = list(region.areas.items())
        self.filters["municipality"].extra["choices"] = [
            (place.code, place.name) for place in region.places.values()
        ]
        if choice.prefectures and data.get("prefecture"):
            self._leave_other_prefectures(data)

    def _leave_other_prefectures(self, data: QueryDict) -> None:
        """Who goes on to another prefecture leaves the places of the last one behind."""
        for name in ("zone", "area", "municipality"):
            offered = {value for value, _ in self.filters[name].extra["choices"]}
            if data.get(name) not in offered:
                data.pop(name, None)

    @property
    def active(self) -> int:
        """How many conditions are set; the usual state is none."""
        found = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(
            bool(value)
            for name, value in found.items()
            if (name, value) != ("state", "open")
        )

    def by_text(self, rows: FacilityQuerySet, name: str, text: str) -> FacilityQuerySet:
        return rows.search(text)

    def by_filing(
        self, rows: FacilityQuerySet, name: str, values: list[str]
    ) -> FacilityQuerySet:
        return rows.filter(filed(values, self.asked.day)) if values else rows

    def by_zone(self, rows: FacilityQuerySet, name: str, zone: str) -> FacilityQuerySet:
        return rows.filter(municipality__in=self.region.within_zone(int(zone)))

    def by_area(self, rows: FacilityQuerySet, name: str, area: str) -> FacilityQuerySet:
        return rows.filter(municipality__in=self.region.within_area(area))

    def by_municipality(
        self, rows: FacilityQuerySet, name: str, code: str
    ) -> FacilityQuerySet:
        return rows.filter(municipality__in=self.region.within_city(code))

    def by_towns(
        self, rows: FacilityQuerySet, name: str, codes: str
    ) -> FacilityQuerySet:
        """Codes joined by ``|``, wards named like any other: an area that is no zone yet."""
        return rows.filter(municipality__in=codes.split("|"))

    def by_symbol(
        self, rows: FacilityQuerySet, name: str, symbols: str
    ) -> FacilityQuerySet:
        """Symbols joined by ``|``; one that ends in * stands for all that begin so."""
        written = [unicodedata.normalize("NFKC", one) for one in symbols.split("|")]
        wanted = [
            Q(symbol__startswith=one[:-1]) if one.endswith("*") else Q(symbol=one)
            for one in written
            if one.strip("*")
        ]
        if not wanted:
            return rows.none()
        kinds = FilingKind.objects.filter(reduce(or_, wanted))
        filings = Filing.objects.in_force_on(self.asked.day).filter(kind__in=kinds)
        return rows.filter(pk__in=filings.values("facility"))

    def by_centre(
        self, rows: FacilityQuerySet, name: str, code: str
    ) -> FacilityQuerySet:
        covered = HealthCentre.objects.filter(code=code).values("municipalities")
        return rows.filter(
            Q(municipality__in=covered) | Q(municipality__parent__in=covered)
        )

    def by_function(
        self, rows: FacilityQuerySet, name: str, functions: list[str]
    ) -> FacilityQuerySet:
        for function in functions:
            rows = rows.providing(function, self.asked.day)
        return rows

    def by_kind(
        self, rows: FacilityQuerySet, name: str, kinds: list[str]
    ) -> FacilityQuerySet:
        return rows.filter(kind__in=kinds) if kinds else rows

    def by_survey(
        self, rows: FacilityQuerySet, name: str, what: str
    ) -> FacilityQuerySet:
        """By the latest answer to the capacity survey up to the fiscal year of the day."""
        said = CapacitySurvey.objects.latest_by(fiscal_year(self.asked.day))
        if what == "room":
            said = said.filter(patients_possible__gt=F("patients_now"))
        elif what != "answered":
            said = said.filter(intent__in=MORE if what == "more" else LESS)
        return rows.filter(pk__in=said.values("facility"))

    def by_mend(self, rows: FacilityQuerySet, name: str, what: str) -> FacilityQuerySet:
        return rows.filter(to_mend(what, self.asked.day))

    def by_state(
        self, rows: FacilityQuerySet, name: str, state: str
    ) -> FacilityQuerySet:
        if state == "open":
            return rows.open_on(self.asked.day)
        if state == "closed":
            return rows.filter(closed_on__lt=self.asked.day)
        return rows


def filed(values: list[str], day: date) -> Q:
    """The condition that a facility meets one of the values of ``filing`` on a day."""
    found = Q()
    levels = [class_condition(*LEVELS[v][:2]) for v in values if v in LEVELS]
    deciding = Filing.objects.deciding_on(day)
    if levels:
        of_levels = deciding.filter(reduce(or_, levels))
        found |= Q(pk__in=of_levels.values("facility"))
    if HOME_VISITS in values:
        visits = Filing.objects.in_force_on(day).for_home_visits()
        found |= Q(pk__in=visits.values("facility"))
    if NEITHER in values:
        either = deciding.filter(kind__facility_class__in=HOME_CARE_CLASSES)
        found |= ~Q(pk__in=either.values("facility"))
    return found


def _mark_filter(mark: ListMark, found: FacilityFilter) -> MultipleChoiceFilter:
    """The condition of a column that a room further up added."""

    def narrow(rows: FacilityQuerySet, name: str, keys: list[str]) -> FacilityQuerySet:
        conditions = [mark.having(key, found.asked.day) for key in keys]
        return rows.filter(reduce(or_, conditions)) if conditions else rows

    choices = [(key, words["text"]) for key, words in mark.words.items()]
    made = MultipleChoiceFilter(label=mark.label, choices=choices, method=narrow)
    made.field_name, made.model, made.parent = mark.name, Facility, found
    return made
