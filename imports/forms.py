"""The form of an upload and the conditions of its preview."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import F, Q
from django.http import QueryDict

from imports.actions import Match
from imports.matching import FULL_SCORE
from imports.models import MatchDecision, PlannedChange, PlannedChangeQuerySet
from zones.fields import WarekiDateField
from zones.region import Region

ACCEPTED = ".xlsx,.xls,.ods,.csv"
ITEMS = {
    "class": "在支診・在支病など",
    "filings": "届出",
    "name": "名称",
    "address": "所在地・市区町村",
    "phone": "電話・FAX",
    "beds": "病床",
    "kind": "種別",
    "other_symbols": "その他の届出",
    "closed_on": "廃止",
}
_FIELDS = {
    "name": ["name"],
    "address": ["address", "postal_code", "municipality_id"],
    "phone": ["phone", "fax"],
    "beds": ["beds", "beds_by_type", "beds_state"],
    "kind": ["kind", "sector"],
    "other_symbols": ["other_symbols"],
    "closed_on": ["closed_on"],
}


class RemarkForm(forms.Form):
    text = forms.CharField(
        label="コメント",
        required=False,
        max_length=1000,
        error_messages={"max_length": "コメントは1,000字までで入力してください。"},
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label="名簿のファイル",
        help_text="xlsx・xls・ods・csv、20MBまで。配布されたファイルを直さずにそのまま選んでください。",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
        error_messages={"required": "ファイルを選んでください。"},
    )
    as_of = WarekiDateField(
        label="現在日（名簿に書かれていないときだけ）",
        required=False,
        help_text="「令和7年10月1日現在」のような表題があれば、入力は要りません。R7.10.1、2025-10-01とも書けます。",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            size = f"{file.size / 1024 / 1024:.1f}MB"
            raise forms.ValidationError(
                f"ファイルが大きすぎます（{size}）。20MBまでのファイルを選んでください。",
                code="too_large",
            )
        return file


class ChangeFilter(forms.Form):
    """What the rows of a preview can be narrowed by; the address holds it all."""

    q = forms.CharField(label="名称・コード", required=False, max_length=100)
    place = forms.ChoiceField(label="圏域・市区町村", required=False)
    item = forms.ChoiceField(
        label="項目", required=False, choices=[("", "すべて"), *ITEMS.items()]
    )
    acts = forms.BooleanField(label="指定に影響するものだけ", required=False)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.fields["place"].choices = _place_choices(region)

    def narrow(
        self, rows: PlannedChangeQuerySet, affected: list[int]
    ) -> PlannedChangeQuerySet:
        """``affected`` are the facilities whose designation in force is touched."""
        asked = self.cleaned_data if self.is_valid() else {}
        rows = rows.search(asked.get("q", ""))
        kind, _, key = asked.get("place", "").partition(":")
        if kind == "zone":
            rows = rows.filter(municipality__in=self.region.within_zone(int(key)))
        elif kind == "city":
            rows = rows.filter(municipality__in=self.region.within_city(key))
        elif kind == "none":
            rows = rows.filter(municipality=None)
        if asked.get("item"):
            rows = rows.filter(_touches(asked["item"]))
        if asked.get("acts"):
            rows = rows.filter(facility__in=affected)
        return rows

    @property
    def active(self) -> int:
        return (
            sum(bool(v) for v in self.cleaned_data.values()) if self.is_valid() else 0
        )


def _touches(item: str) -> Q:
    if item == "class":
        return ~Q(class_before=F("class_after"))
    if item == "filings":
        return ~Q(filings={})
    return Q(fields__has_any_keys=_FIELDS[item])


def _place_choices(region: Region) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {
        name: [(f"zone:{pk}", f"{name}の全域")] for pk, name in region.zones.items()
    }
    for place in sorted(region.places.values(), key=lambda p: (p.zone_code, p.code)):
        groups.setdefault(place.zone_name or "圏域なし", []).append(
            (f"city:{place.code}", place.name)
        )
    return [("", "すべて"), *groups.items(), ("none:", "市区町村不明")]


def read_matches(post: QueryDict, asked: PlannedChangeQuerySet) -> list[Match]:
    """The decisions of a sent page; what was left open or is not understood is not decided."""
    verdicts = {MatchDecision.Verdict.RENUMBERED, MatchDecision.Verdict.SAME}
    if post.get("certain"):
        return [
            Match(change.pk, change.candidates[0]["facility"], post["certain"])
            for change in asked
            if is_certain(change) and post["certain"] in verdicts
        ]
    found = []
    for change in asked:
        verdict, _, facility = post.get(f"match-{change.pk}", "").partition(":")
        if verdict == MatchDecision.Verdict.DIFFERENT:
            found.append(Match(change.pk, None, verdict))
        elif verdict in verdicts and facility.isdigit():
            found.append(Match(change.pk, int(facility), verdict))
    return found


def is_certain(change: PlannedChange) -> bool:
    """One candidate, with the same name, address and telephone number."""
    return len(change.candidates) == 1 and change.candidates[0]["score"] == FULL_SCORE
