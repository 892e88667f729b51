"""What people type about a designation, turned into an ``Act``."""

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from designations.actions import Act, ZonePart
from designations.kinds import Kind
from designations.models import Designation, Operator, Requirement
from facilities.kinds import CareFunction
from zones.fields import WarekiDateField, municipality_choices
from zones.models import HomeCareZone, Municipality
from zones.placement import placement

DAY_HELP = "令和7年10月1日、R7.10.1、2025-10-01のどれでも入力できます"
CANDIDATE, ENTERED = "candidate", "entered"
SECTIONS = (
    ("種類と対象", "", ("mode", "kind", "zones")),
    ("圏域の一部だけを対象とするとき", "folded", ("municipalities",)),
    (
        "期間と決定",
        "cols even",
        (
            "effective_from",
            "effective_until",
            "decided_on",
            "document_number",
            "legal_basis",
            "unconfirmed",
        ),
    ),
    (
        "役割と公表",
        "cols even",
        ("functions", "requirement_set", "published_name", "secretariat", "contact"),
    ),
    ("理由と備考", "", ("non_medical_reason", "reason", "note")),
)


class ActForm(forms.Form):
    """All fields of an act. The zones and municipalities offered are those of the person's region."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="版")
    kind = forms.ChoiceField(label="種類", choices=Kind, widget=forms.RadioSelect)
    zones = forms.ModelMultipleChoiceField(
        HomeCareZone.objects.none(),
        label="対象の圏域",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        error_messages={"required": "圏域を1つ以上選んでください。"},
    )
    municipalities = forms.MultipleChoiceField(
        label="対象の市町村",
        help_text="選ばない圏域は、圏域の全部が対象になります。",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    requirement_set = forms.ChoiceField(
        label="求められる事項の組",
        choices=Requirement.Set,
        initial=Requirement.Set.GUIDELINE,
        widget=forms.RadioSelect,
    )
    functions = forms.MultipleChoiceField(
        label="担う機能",
        choices=CareFunction,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    effective_from = WarekiDateField(
        label="効力の始まり", help_text=DAY_HELP, required=False
    )
    effective_until = WarekiDateField(
        label="効力の終わり",
        help_text="その日まで効力があります。定めがないときは空けておきます。",
        required=False,
    )
    decided_on = WarekiDateField(label="決定日", required=False)
    document_number = forms.CharField(
        label="文書番号", max_length=60, required=False, help_text="例　地医第123号"
    )
    legal_basis = forms.CharField(label="根拠", max_length=200, required=False)
    published_name = forms.CharField(
        label="公表する名称",
        max_length=200,
        required=False,
        help_text="空けておくと、実施主体の名称を公表します。",
    )
    secretariat = forms.CharField(label="事務局", max_length=120, required=False)
    contact = forms.CharField(label="事務局の連絡先", max_length=120, required=False)
    note = forms.CharField(
        label="備考", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label="理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="経過に残ります。",
    )

    def __init__(
        self, *args: object, user: User, operator: Operator, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.operator = user, operator
        day = timezone.localdate()
        self.placed = placement(operator.prefecture_id, day)
        seen = HomeCareZone.objects.visible_to(user).filter(pk__in=self.placed.zones)
        zones = seen.select_related("plan").order_by("code")
        self.fields["zones"].queryset = zones
        members = Municipality.objects.placed_by_plans().filter(
            prefecture=operator.prefecture_id
        )
        self._offer_sets()
        self.names = dict(members.values_list("pk", "name"))
        self.fields["municipalities"].choices = municipality_choices(
            self.placed, zones, self.names
        )

    def _offer_sets(self) -> None:
        """A choice only where the prefecture has requirements of its own."""
        version = self.placed.version
        own = Requirement.objects.none()
        if version is not None:
            rows = Requirement.objects.of_version(version)
            own = rows.filter(set=Requirement.Set.PREFECTURE)
        kinds = sorted({Kind(k).short for k in own.values_list("kind", flat=True)})
        if not kinds:
            del self.fields["requirement_set"]
            return
        self.fields[
            "requirement_set"
        ].help_text = f"都道府県が定めた事項があるのは、{'・'.join(kinds)}です。"

    def clean(self) -> dict[str, object]:
        data = super().clean()
        chosen = {zone.pk for zone in data.get("zones") or ()}
        for code in data.get("municipalities") or ():
            if self.placed.by_municipality.get(code) not in chosen:
                self.add_error(
                    "municipalities",
                    f"{self.names[code]}の圏域が選ばれていません。圏域も選ぶか、市町村を外してください。",
                )
        return data

    def sections(self) -> list[dict[str, object]]:
        """The fields under headings; short ones stand side by side."""
        return [
            {
                "title": title,
                "cols": cols,
                "fields": [self[name] for name in names if name in self.fields],
            }
            for title, cols, names in SECTIONS
        ]

    def act(self) -> Act:
        """What the valid form says."""
        data = self.cleaned_data
        chosen = Municipality.objects.in_bulk(data["municipalities"])
        parts = [
            ZonePart(
                zone,
                tuple(
                    place
                    for code, place in sorted(chosen.items())
                    if self.placed.by_municipality[code] == zone.pk
                ),
            )
            for zone in data["zones"]
        ]
        given = {name: data[name] for name in Act.__slots__ if name in data}
        return Act(**(given | {"operator": self.operator, "zones": parts}))


class EnterForm(ActForm):
    """A new case: a candidate, or (for officials) an act that was already decided on paper."""

    mode = forms.ChoiceField(
        label="登録のしかた",
        choices=[
            (CANDIDATE, "候補として起案する（調整・審査を経て指定する）"),
            (ENTERED, "既決の指定を登録する（文書で決定済みのもの）"),
        ],
        widget=forms.RadioSelect,
        initial=CANDIDATE,
    )
    unconfirmed = forms.BooleanField(
        label="日付などが未確認", required=False, help_text="確かめた後に直します。"
    )
    non_medical_reason = forms.CharField(
        label="病院・診療所以外とする理由",
        max_length=300,
        required=False,
        help_text="既決の積極的役割を担う医療機関が、病院・診療所でないときだけ入力します。",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.may(Permission.EDIT_DESIGNATIONS):
            for name in ("mode", "unconfirmed", "non_medical_reason"):
                del self.fields[name]

    @property
    def is_entered(self) -> bool:
        return self.cleaned_data.get("mode") == ENTERED


def initial_of(designation: Designation) -> dict[str, object]:
    """A stored act as the form shows it."""
    names = [name for name in ActForm.base_fields if hasattr(designation, name)]
    initial = {name: getattr(designation, name) for name in names if name != "zones"}
    parts = list(designation.parts.prefetch_related("municipalities"))
    initial["zones"] = [part.zone_id for part in parts]
    initial["municipalities"] = [
        place.pk for part in parts for place in part.municipalities.all()
    ]
    return initial
