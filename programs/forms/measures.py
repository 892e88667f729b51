"""Forms of measures and of what is said of them."""

from django import forms

from programs.forms.fields import (
    DAY_HELP,
    FiscalYearField,
    ManyField,
    RecordForm,
    formfield,
    reason_field,
)
from programs.kinds import Implementer, PolicyArea
from programs.models import Measure
from zones.fields import WarekiDateField


class MeasureForm(RecordForm):
    policy_areas = ManyField(label="分野", choices=PolicyArea, required=False)
    implementers = ManyField(label="実施者", choices=Implementer, required=False)
    reason = reason_field()

    class Meta:
        model = Measure
        formfield_callback = formfield
        fields = [
            "code",
            "node_type",
            "parent",
            "name",
            "theme",
            "policy_areas",
            "group_label",
            "level",
            "level_label",
            "target_profession",
            "implementers",
            "implementers_inferred",
            "first_fiscal_year",
            "last_fiscal_year",
        ]
        help_texts = {
            "parent": "施策は分野の下に、内容は施策の下に置きます。",
            "group_label": "会合などのまとまり。例　関係者による会合",
            "level_label": "空けておくと単位の名称を示します。例　圏域単位",
            "target_profession": "例　医師、歯科医師・歯科衛生士",
        }

    def __init__(
        self, *args: object, prefecture: str, new: bool = False, **kwargs: object
    ):
        super().__init__(*args, **kwargs)
        rows = Measure.objects.of(prefecture).exclude(node_type="action")
        self.fields["parent"].queryset = rows.order_by("order", "code")
        self.fields["parent"].label_from_instance = lambda m: f"{m.code}　{m.name}"
        del self.fields["code" if not new else "reason"]


class StatusForm(forms.Form):
    """Where a measure stands in a fiscal year as of a day."""

    fiscal_year = FiscalYearField(label="年度")
    as_of = WarekiDateField(label="時点", help_text=DAY_HELP)
    text = forms.CharField(
        label="取組状況", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    result_fiscal_year = FiscalYearField(
        label="実績の年度",
        required=False,
        help_text="回数と人数を前の年度の実績で示すときに入力します。数は取組実績から計算します。",
    )
