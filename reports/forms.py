"""What an official chooses for a new report."""

from django import forms

from reports.collecting.kinds import COLLECTORS
from reports.collecting.progress import TITLE
from reports.kinds import ReportKind
from zones.fields import WarekiDateField


class EditionForm(forms.Form):
    kind = forms.ChoiceField(
        label="種類", choices=[(kind, ReportKind(kind).label) for kind in COLLECTORS]
    )
    as_of = WarekiDateField(
        label="基準日",
        help_text="この日に効力のある指定と届出で作ります。例：令和7年10月1日",
    )
    title = forms.CharField(label="題名", max_length=120, initial=TITLE)
    meeting_name = forms.CharField(
        label="会議の名称",
        max_length=120,
        required=False,
        help_text="例：令和7年度第2回 在宅医療小委員会",
    )
    meeting_on = WarekiDateField(label="会議の日", required=False)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("meeting_on") and not data.get("meeting_name"):
            self.add_error(
                "meeting_name", "会議の日を書くときは、名称も書いてください。"
            )
        return data
