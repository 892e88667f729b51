"""What an official chooses for a new report, and what a step of its course asks."""

from typing import Any

from django import forms

from accounts.models import User
from formats.dates import wareki
from reports.actions import Choices
from reports.fields import PartsField
from reports.models import Edition
from reports.registry import KINDS
from zones.fields import WarekiDateField
from zones.models import HomeCareZone, PlanVersion, Prefecture


class EditionForm(forms.Form):
    """The choices of one kind of report, for one prefecture."""

    title = forms.CharField(label="題名", max_length=120)
    as_of = WarekiDateField(
        label="基準日",
        help_text="この日に効力のある指定と届出で作ります。例：令和7年10月1日",
    )
    plan = forms.ModelChoiceField(
        PlanVersion.objects.none(),
        label="計画",
        required=False,
        empty_label="基準日に適用される計画",
    )
    meeting_name = forms.CharField(
        label="会議の名称",
        max_length=120,
        required=False,
        help_text="例：令和7年度第2回 在宅医療小委員会",
    )
    meeting_on = WarekiDateField(label="会議の日", required=False)
    meeting_paper = forms.CharField(
        label="資料の番号", max_length=40, required=False, help_text="例：資料１"
    )
    previous = forms.ModelChoiceField(
        Edition.objects.none(),
        label="前回の版",
        required=False,
        empty_label="版とは比べない",
        help_text="「前回からの変化」は、この版から数えます。",
    )
    since = WarekiDateField(
        label="前回の日",
        required=False,
        help_text="前回の版がないときに、いつからの変化を数えるかです。",
    )
    zones = forms.MultipleChoiceField(
        label="対象の圏域",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選ばなければ、すべての圏域で作ります。",
    )

    def __init__(
        self, *args: Any, kind: str, prefecture: Prefecture, user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.prefecture = KINDS[kind], prefecture
        self.fields["plan"].queryset = PlanVersion.objects.filter(
            plan__prefecture=prefecture
        ).order_by("-effective_from")
        earlier = Edition.objects.visible_to(user).issued().filter(kind=kind)
        self.fields["previous"].queryset = earlier.defer("snapshot").order_by(
            "-as_of", "-number"
        )
        self.fields["zones"].choices = _zones(prefecture)
        if self.kind.parts:
            self.fields["parts"] = PartsField(
                self.kind.parts,
                label="章とその順",
                help_text="1から順に並べます。空欄にした章は入りません。",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("meeting_on") and not data.get("meeting_name"):
            self.add_error(
                "meeting_name", "会議の日を書くときは、名称も書いてください。"
            )
        day, plan = data.get("as_of"), data.get("plan")
        if day and plan:
            in_force = PlanVersion.objects.for_prefecture(self.prefecture.pk, day)
            if in_force != plan:
                told = f"{wareki(day)}に適用されるのは「{in_force or 'なし'}」です。"
                self.add_error("plan", f"{told}基準日か計画を直してください。")
        previous, since = data.get("previous"), data.get("since")
        for name, before in (("previous", previous and previous.as_of), ("since", since)):  # fmt: skip
            if day and before and before > day:
                self.add_error(
                    name,
                    f"基準日（{wareki(day)}）より後の{wareki(before)}とは比べられません。前の日を選んでください。",
                )
        return data

    @property
    def choices(self) -> Choices:
        """What was chosen."""
        data = self.cleaned_data
        return Choices(
            as_of=data["as_of"],
            title=data["title"],
            meeting_name=data["meeting_name"],
            meeting_on=data["meeting_on"],
            meeting_paper=data["meeting_paper"],
            zone_codes=data["zones"],
            parts=data.get("parts", ()),
            previous=data["previous"],
            since=data["since"],
        )


def _zones(prefecture: Prefecture) -> list[tuple[str, str]]:
    """The zones of all plans; one code stands once, as the newest plan names it."""
    zones = HomeCareZone.objects.filter(plan__prefecture=prefecture)
    rows = zones.order_by("plan__first_fiscal_year", "code").values_list("code", "name")
    return sorted(dict(rows).items())


class NoForm(forms.Form):
    """A step that asks nothing."""


class ReasonForm(forms.Form):
    """A step that asks why."""

    reason = forms.CharField(
        label="理由",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="記録に残ります。",
    )


class CorrectionForm(ReasonForm):
    """Why a published edition is corrected, and where."""

    corrected_points = forms.CharField(
        label="訂正した箇所",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="1行に1つ書きます。例：表5の札幌の病床数を訂正",
    )
