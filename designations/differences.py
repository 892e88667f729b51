"""What changed in the register between two days."""

from dataclasses import dataclass
from datetime import date

from designations.models import Designation
from designations.presenters import period_words, zone_words
from designations.register import register_on
from formats.workbook import Column, Table


@dataclass(frozen=True, slots=True)
class Change:
    """One line: an act that came, went, or was replaced by its successor."""

    kind: str
    act: Designation
    words: str

    @property
    def zones(self) -> str:
        return zone_words(self.act)

    @property
    def period(self) -> str:
        return period_words(self.act)


def changes_between(prefecture: str, first: date, last: date) -> list[Change]:
    """From the register of the first day to that of the last: new, ended, changed; also what came
    and went in between is said, by its act."""
    before = {act.pk: act for act in register_on(prefecture, first).designations}
    after = {act.pk: act for act in register_on(prefecture, last).designations}
    came = {pk: act for pk, act in after.items() if pk not in before}
    went = {pk: act for pk, act in before.items() if pk not in after}
    found = []
    for act in came.values():
        old = before.get(act.predecessor_id)
        if old is not None and old.pk in went:
            found.append(Change("変更", act, _what_changed(old, act)))
        else:
            found.append(Change("新規", act, "新しく指定"))
    replaced = {act.predecessor_id for act in came.values()}
    for act in went.values():
        if act.pk not in replaced:
            found.append(
                Change("終了", act, act.get_end_kind_display() or "期間の終わり")
            )
    between = (
        Designation.objects.filter(prefecture=prefecture)
        .designated()
        .filter(effective_from__gt=first, effective_until__lt=last)
        .with_parts()
    )
    for act in between.order_by("effective_from", "case_number"):
        found.append(Change("期間中のみ", act, "両方の日の間だけ効力があった"))
    return found


def _what_changed(old: Designation, new: Designation) -> str:
    """Which parts of the act are different, in words."""
    pairs = [
        ("実施主体", str(old.operator), str(new.operator)),
        ("圏域", zone_words(old), zone_words(new)),
        ("公表する名称", old.shown_name, new.shown_name),
        ("文書番号", old.document_number, new.document_number),
    ]
    said = [f"{label}：{a}→{b}" for label, a, b in pairs if a != b]
    return "、".join(said) or "更新（内容は同じ）"


def changes_table(changes: list[Change], first: date, last: date) -> Table:
    return Table(
        title="変化",
        columns=[
            Column("区分"),
            Column("種類"),
            Column("名称"),
            Column("圏域"),
            Column("期間"),
            Column("内容", width=48),
            Column("文書番号"),
        ],
        rows=[
            (
                change.kind,
                change.act.get_kind_display(),
                change.act.shown_name,
                change.zones,
                change.period,
                change.words,
                change.act.document_number,
            )
            for change in changes
        ],
        source="在宅医療計画ポータルの指定の登録",
        note=f"{first.isoformat()}と{last.isoformat()}の比較",
        as_of=last,
    )
