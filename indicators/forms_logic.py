"""The form of a box of the logic model."""

from django import forms

from indicators.kinds import LogicStage
from indicators.models import Indicator, LogicItem
from programs.models import Measure, Program
from zones.fields import WholeNumberField
from zones.models import PlanVersion

SEVERAL = "Ctrlキーを押しながら選ぶと、複数を選べます。"


class Titled(forms.ModelMultipleChoiceField):
    """Several rows of a table, each shown with its code."""

    def label_from_instance(self, obj: Indicator | Measure | Program) -> str:
        return f"{obj.code} {obj.name}"


class LogicForm(forms.Form):
    stage = forms.ChoiceField(
        label="段階", choices=LogicStage, widget=forms.RadioSelect
    )
    title = forms.CharField(label="内容", max_length=120)
    text = forms.CharField(
        label="説明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    order = WholeNumberField(label="並び順", min_value=0, max_value=32767, initial=0)
    leads_to = forms.ModelMultipleChoiceField(
        LogicItem.objects.none(),
        label="つながる先",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="施策・事業は中間アウトカムへ、中間アウトカムは最終アウトカムへつなげます。",
    )
    indicators = Titled(
        Indicator.objects.none(), label="指標", required=False, help_text=SEVERAL
    )
    measures = Titled(
        Measure.objects.none(),
        label="施策",
        required=False,
        help_text=f"施策・事業だけ。{SEVERAL}",
    )
    programs = Titled(
        Program.objects.none(),
        label="補助事業",
        required=False,
        help_text=f"施策・事業だけ。{SEVERAL}",
    )

    def __init__(
        self,
        *args: object,
        version: PlanVersion,
        item: LogicItem | None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        prefecture = version.plan.prefecture_id
        above = version.logic_items.exclude(stage=LogicStage.ACTIVITY)
        above = above.exclude(pk=item.pk if item else None)
        choices = {
            "leads_to": above.order_by("stage", "order", "pk"),
            "indicators": version.indicators.in_use().order_by("order", "code"),
            "measures": Measure.objects.filter(prefecture=prefecture).order_by(
                "order", "code"
            ),
            "programs": Program.objects.filter(prefecture=prefecture).order_by("code"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows
        if item is not None:
            plain = ("stage", "title", "text", "order")
            self.initial = {name: getattr(item, name) for name in plain} | {
                name: list(getattr(item, name).values_list("pk", flat=True))
                for name in choices
            }
