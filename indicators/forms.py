"""What people type about indicators, values and targets."""

from collections.abc import Iterable
from unicodedata import normalize

from django import forms
from django.http import QueryDict

from formats.dates import fiscal_year_label
from indicators.areas import Area
from indicators.demand import FIRST_YEAR, care_plan
from indicators.figures import FIGURES
from indicators.formulas import FORMULAS
from indicators.kinds import (
    AREA_ORDER,
    FUNCTION_CHOICES,
    AreaKind,
    Direction,
    Level,
    Status,
    TargetKind,
    ValueKind,
)
from indicators.models import Caveat, Indicator
from indicators.reading import reaches
from zones.fields import NumberField, WarekiDateField, WholeNumberField
from zones.models import Municipality

ANY = [("", "すべて")]
MAP_KINDS = [kind for kind in AreaKind if kind != AreaKind.PREFECTURE]


class CatalogueFilter(forms.Form):
    """What the list of indicators can be narrowed by."""

    level = forms.ChoiceField(label="区分", choices=ANY + Level.choices, required=False)
    function = forms.ChoiceField(
        label="医療機能", choices=ANY + FUNCTION_CHOICES, required=False
    )
    status = forms.ChoiceField(
        label="状態", choices=ANY + Status.choices, required=False
    )
    q = forms.CharField(label="名称", required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def active(self) -> int:
        return sum(bool(value) for value in self.cleaned_data.values())

    def narrow(self, indicators: Iterable[Indicator]) -> list[Indicator]:
        data = self.cleaned_data
        words = data.get("q", "").split()
        return [
            one
            for one in indicators
            if all(
                not data.get(name) or getattr(one, name) == data[name]
                for name in ("level", "function", "status")
            )
            and all(word in one.name for word in words)
        ]


class IndicatorForm(forms.Form):
    """The definition of a line. ``code`` is asked only for a new one."""

    code = forms.RegexField(
        r"[A-Z]{2}[0-9]{2,4}",
        label="コード",
        help_text="英大文字2字と数字。例 ZS01",
        error_messages={"invalid": "英大文字2字と数字2〜4字で入力してください。"},
    )
    name = forms.CharField(label="名称", max_length=120)
    level = forms.ChoiceField(label="区分", choices=Level)
    function = forms.ChoiceField(label="医療機能", choices=FUNCTION_CHOICES)
    numerator = forms.CharField(label="分子", max_length=200)
    denominator = forms.CharField(
        label="分母", max_length=200, required=False, help_text="割合と人口当たりだけ"
    )
    unit = forms.CharField(label="単位", max_length=20)
    value_kind = forms.ChoiceField(label="値の種類", choices=ValueKind)
    direction = forms.ChoiceField(label="望ましい向き", choices=Direction)
    smallest_area = forms.ChoiceField(label="最小の地域", choices=AreaKind)
    formula = forms.ChoiceField(
        label="計算の方法",
        required=False,
        help_text="選ぶと、名簿などから自動で計算します。選ばないときは値を入力します。",
    )
    formula_argument = forms.CharField(
        label="計算の対象",
        max_length=200,
        required=False,
        help_text="届出の記号（複数は | で区切る）または機関の種別",
    )
    data_source = forms.CharField(label="資料", max_length=200, required=False)
    caveats = forms.MultipleChoiceField(
        label="添える注意",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    order = WholeNumberField(label="並び順", min_value=0, max_value=32767)
    source = forms.CharField(label="出典", max_length=200, required=False)
    doubt = forms.CharField(label="未確認の点", max_length=300, required=False)
    status = forms.ChoiceField(label="状態", choices=Status)

    def __init__(self, *args: object, new: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        computed = [(one.name, one.words) for one in FORMULAS.values()]
        self.fields["formula"].choices = [("", "入力する（計算しない）"), *computed]
        caveats = Caveat.objects.order_by("pk").values_list("pk", "data_source", "text")
        self.fields["caveats"].choices = [
            (code, f"{source}：{text}") for code, source, text in caveats
        ]
        if not new:
            del self.fields["code"]

    def clean(self) -> dict[str, object]:
        data = super().clean()
        share = data.get("value_kind") in {ValueKind.RATE, ValueKind.SHARE}
        if share and not data.get("denominator"):
            self.add_error(
                "denominator", "割合と人口当たりには分母を入力してください。"
            )
        needs = data.get("formula") in {"count_filing", "count_facility_kind"}
        if needs and not data.get("formula_argument"):
            self.add_error(
                "formula_argument", "数える対象の記号か種別を入力してください。"
            )
        return data


def area_choices(
    indicator: Indicator, areas: dict[AreaKind, list[Area]]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Areas that the indicator has values for, largest first, as ``kind:code``."""
    return [
        (kind.label, [(f"{kind.value}:{area.code}", area.name) for area in areas[kind]])
        for kind in reversed(AREA_ORDER)
        if reaches(indicator, kind) and areas.get(kind)
    ]


class AreaYearForm(forms.Form):
    """An area and a fiscal year of a plan."""

    area = forms.ChoiceField(label="地域")
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(
        self,
        *args: object,
        indicator: Indicator,
        areas: dict[AreaKind, list[Area]],
        years: Iterable[int],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["area"].choices = area_choices(indicator, areas)
        self.fields["year"].choices = [(y, fiscal_year_label(y)) for y in years]

    def place(self) -> dict[str, object]:
        """The keywords that the actions take for an area and year."""
        kind, _, code = self.cleaned_data["area"].partition(":")
        return {
            "area_kind": kind,
            "area_code": code,
            "year": self.cleaned_data["year"],
        }


class ValueForm(AreaYearForm):
    value = NumberField(label="値", max_digits=16, decimal_places=3, required=False)
    small_count = forms.BooleanField(
        label="少数のため出典で非公表",
        required=False,
        help_text="値を空けておきます。",
    )
    numerator = NumberField(
        label="分子", max_digits=16, decimal_places=3, required=False
    )
    denominator = NumberField(
        label="分母", max_digits=16, decimal_places=3, required=False
    )
    as_of = WarekiDateField(label="時点", required=False)
    source = forms.CharField(label="出典", max_length=200, required=False)
    note = forms.CharField(label="備考", max_length=200, required=False)


class TargetForm(AreaYearForm):
    kind = forms.ChoiceField(
        label="種類", choices=TargetKind, widget=forms.RadioSelect, initial="target"
    )
    value = NumberField(label="値", max_digits=16, decimal_places=3)
    note = forms.CharField(label="備考", max_length=200, required=False)
    field_order = ["kind", "area", "year", "value", "note"]


class MapForm(forms.Form):
    """What a map shows. Anything unreadable falls back to what is usual, and says so."""

    DESIGNATED = "designation"
    USUAL = {"figure": "supporting", "by": AreaKind.MUNICIPALITY.value}

    figure = forms.ChoiceField(label="色で示す数字", required=False)
    by = forms.ChoiceField(
        label="地域", choices=[(k.value, k.label) for k in MAP_KINDS], required=False
    )
    bounds = forms.CharField(
        label="区切り",
        required=False,
        help_text="区切る値をカンマで4つまで。空けておくと、地域の数が等しくなるように区切ります。",
    )

    def __init__(self, data: QueryDict) -> None:
        data = data.copy()
        for name, usual in self.USUAL.items():
            data.setdefault(name, usual)
        super().__init__(data)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in FIGURES.values():
            label = f"{one.label}（{one.unit}）"
            groups.setdefault(one.group.label, []).append((one.key, label))
        state = (self.DESIGNATED, "拠点と積極的役割（圏域別）")
        self.fields["figure"].choices = [("指定", [state]), *groups.items()]
        self.is_valid()
        self.cleaned_data.setdefault("bounds", None)
        for name, usual in self.USUAL.items():
            self.cleaned_data[name] = self.cleaned_data.get(name) or usual

    def clean_bounds(self) -> list[float] | None:
        written = normalize("NFKC", self.cleaned_data["bounds"]).replace("、", ",")
        parts = [part.strip() for part in written.split(",") if part.strip()]
        if not parts:
            return None
        try:
            bounds = [float(part) for part in parts]
        except ValueError:
            raise forms.ValidationError(
                "区切りは数で入力してください。例 1,3,5"
            ) from None
        if len(bounds) > 4 or bounds != sorted(set(bounds)):
            raise forms.ValidationError(
                "区切りは小さい順に4つまで入力してください。例 1,3,5"
            )
        return bounds


class AdditionalDemandForm(forms.Form):
    """The additional demand of a municipality in a year, in its two parts."""

    municipality = forms.ChoiceField(label="市町村")
    year = forms.TypedChoiceField(label="年度", coerce=int)
    home_care = NumberField(
        label="在宅医療で受ける分（人／日）",
        max_digits=9,
        decimal_places=1,
        min_value=0,
    )
    care_insurance = NumberField(
        label="介護サービスで受ける分（人／日）",
        max_digits=9,
        decimal_places=1,
        min_value=0,
    )
    source = forms.CharField(label="出典", max_length=200, required=False)

    def __init__(
        self, *args: object, municipalities: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipalities
        self.fields["year"].choices = [
            (year, f"{fiscal_year_label(year)}（{care_plan(year)}）")
            for year in range(FIRST_YEAR, FIRST_YEAR + 9)
        ]

    def clean_municipality(self) -> Municipality:
        return Municipality.objects.get(pk=self.cleaned_data["municipality"])
