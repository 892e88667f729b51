"""What an official chooses for a new report, and what a step of its course asks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import User
from formats.dates import wareki, wareki_short
from reports.actions import Choices, mark_of
from reports.fields import PartsField
from reports.models import Edition, EditionText
from reports.registry import KINDS
from zones.fields import WarekiDateField
from zones.models import HomeCareZone, PlanVersion, Prefecture

Place = tuple[str, str]  # what a text is about, and its code
HELP = {
    EditionText.About.FOREWORD: "要点の初めに入ります。空の行で段落を分けます。",
    EditionText.About.QUESTIONS: "1行に1つ書きます。",
}
ROWS = {EditionText.About.FOREWORD: 6, EditionText.About.QUESTIONS: 4}


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


class WordsForm(forms.Form):
    """A box for every place where words may stand, with a mark of what was read in it."""

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str, str]],
        texts: Mapping[Place, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standing = texts
        self.names = {(about, key): f"{about}-{key}".strip("-") for about, key, _ in places}  # fmt: skip
        for about, key, label in places:
            name, text = self.names[about, key], texts.get((about, key), "")
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                initial=text,
                max_length=4000,
                help_text=HELP.get(about, ""),
                widget=forms.Textarea(attrs={"rows": ROWS.get(about, 2)}),
            )
            self.fields[self.mark_name(name)] = forms.CharField(
                required=False,
                initial=mark_of(text),
                max_length=16,
                widget=forms.HiddenInput,
            )

    @staticmethod
    def mark_name(name: str) -> str:
        return f"mark-{name}"

    @property
    def texts(self) -> dict[Place, str]:
        """What was typed."""
        return {p: self.cleaned_data[n] for p, n in self.names.items()}

    @property
    def seen(self) -> dict[Place, str]:
        """The marks of what had been read."""
        return {p: self.cleaned_data[self.mark_name(n)] for p, n in self.names.items()}

    def show_meeting(self, places: Iterable[Place]) -> None:
        """Say what somebody else wrote, and let the next saving replace it."""
        self.data = self.data.copy()
        for place in places:
            name, text = self.names[place], self.standing.get(place, "")
            self.data[self.mark_name(name)] = mark_of(text)
            self.add_error(
                name,
                f"ほかの人が先に書きました。今の文章：「{text}」　入力した文章で置き換えるには、もう一度保存してください。",
            )


class CopyForm(forms.Form):
    """Which edition's words are copied."""

    source = forms.ModelChoiceField(
        Edition.objects.none(), label="写す元の版", empty_label=None
    )

    def __init__(self, *args: Any, edition: Edition, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Edition.objects.editable_by(user).filter(
            kind=edition.kind, texts__text__gt=""
        )
        others = others.exclude(pk=edition.pk).defer("snapshot").distinct()
        self.fields["source"].queryset = others.order_by("-as_of", "-number")
        if not others.exists():
            self.fields["source"].empty_label = "文章のあるほかの版がありません"


class CompareForm(forms.Form):
    """Two editions or two days; ``days`` says whether days may be asked for."""

    before = forms.ModelChoiceField(
        Edition.objects.none(), label="前の版", required=False, empty_label="選ばない"
    )
    before_day = WarekiDateField(label="前の日", required=False)
    after = forms.ModelChoiceField(
        Edition.objects.none(), label="後の版", required=False, empty_label="選ばない"
    )
    after_day = WarekiDateField(label="後の日", required=False)

    def __init__(self, *args: Any, user: User, days: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = Edition.objects.visible_to(user).frozen().defer("snapshot")
        for name in ("before", "after"):
            self.fields[name].queryset = editions.order_by("-as_of", "kind", "-number")
            self.fields[name].label_from_instance = _edition_and_day
            if not days:
                del self.fields[f"{name}_day"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, words in (("before", "前"), ("after", "後")):
            day = data.get(f"{name}_day")
            if data.get(name) and day:
                self.add_error(
                    name, f"{words}は、版か日のどちらか1つを選んでください。"
                )
            elif not data.get(name) and not day and not self.errors:
                choice = "版か日" if f"{name}_day" in self.fields else "版"
                self.add_error(name, f"{words}の{choice}を選んでください。")
        return data


def _edition_and_day(edition: Edition) -> str:
    told = f"{wareki_short(edition.as_of)}現在、{edition.get_status_display()}"
    return f"{edition.get_kind_display()} 第{edition.number}版（{told}）"
