"""Finding an institution in a form: by name or code, and by choice where several fit."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from facilities.models import Facility

MOST = 20
NOT_FOUND = (
    "「{}」に当てはまる機関が、担当する地域にありません。医療機関の画面で名称かコードを"
    "確かめてください。"
)
TOO_MANY = "{}件より多く見つかりました。市区町村名などの言葉を足してください。"
CHOOSE = "{}件見つかりました。1つを選んでください。"


class FindsInstitution(forms.Form):
    """``institution`` is what was typed; ``picked`` is there only while several fit it.

    A form calls ``offer`` at the end of its making. Works without script: the second page has the
    choice.
    """

    institution = forms.CharField(
        label="医療機関（名称かコード）",
        max_length=100,
        required=False,
        help_text="名称の一部でも探せます。分からないときは空けておきます。",
    )
    picked = forms.ChoiceField(
        label="見つかった機関", required=False, widget=forms.RadioSelect
    )

    def offer(self, rows: QuerySet[Facility]) -> None:
        """Look for what was typed among the facilities that the person may name."""
        typed = (self.data.get(self.add_prefix("institution")) or "").strip()
        found = list(
            rows.select_related("municipality")
            .search(typed)
            .order_by("code")[: MOST + 1]
            if typed
            else []
        )
        exact = [one for one in found if one.code == typed]
        self.found = exact or found
        if 1 < len(self.found) <= MOST:
            self.fields["picked"].choices = [
                (
                    str(one.pk),
                    f"{one.shown_name}（{one.municipality or '不明'}　{one.code}）",
                )
                for one in self.found
            ]
        else:
            del self.fields["picked"]

    def named(self, data: dict[str, Any]) -> Facility | None:
        """The one that was meant; else the mistake stands at its field."""
        typed = data.get("institution") or ""
        if not typed:
            return None
        if len(self.found) > MOST:
            self.add_error("institution", TOO_MANY.format(MOST))
        elif not self.found:
            self.add_error("institution", NOT_FOUND.format(typed))
        elif len(self.found) == 1:
            return self.found[0]
        else:
            chosen = [one for one in self.found if str(one.pk) == data.get("picked")]
            if chosen:
                return chosen[0]
            self.add_error("picked", CHOOSE.format(len(self.found)))
        return None
