"""Changing several cases at once, undoing it, and attaching papers."""

from django import forms

from designations.actions import BulkValues
from designations.models import Attachment
from designations.workflow import LABELS, Move
from zones.fields import WarekiDateField

BULK_MOVES = (
    Move.COORDINATE,
    Move.SUBMIT,
    Move.SEND_BACK,
    Move.DESIGNATE,
    Move.DECLINE,
    Move.WITHDRAW,
)


class BulkForm(forms.Form):
    move = forms.ChoiceField(
        label="状態",
        choices=[("", "変えない"), *((m.value, LABELS[m]) for m in BULK_MOVES)],
        required=False,
    )
    decided_on = WarekiDateField(
        label="決定日", required=False, help_text="空けておくと変えません。"
    )
    effective_from = WarekiDateField(
        label="効力の始まり", required=False, help_text="空けておくと変えません。"
    )
    document_number = forms.CharField(
        label="文書番号",
        max_length=60,
        required=False,
        help_text="空けておくと変えません。",
    )
    reason = forms.CharField(
        label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def values(self) -> BulkValues:
        data = self.cleaned_data
        return BulkValues(
            move=Move(data["move"]) if data["move"] else None,
            decided_on=data["decided_on"],
            effective_from=data["effective_from"],
            document_number=data["document_number"],
        )


class WhyForm(forms.Form):
    """One reason, for what takes something back."""

    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class AttachmentForm(forms.Form):
    kind = forms.ChoiceField(label="種類", choices=Attachment.Kind)
    file = forms.FileField(
        label="ファイル",
        help_text="PDFか画像（PNG・JPEG）、10MBまで",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
