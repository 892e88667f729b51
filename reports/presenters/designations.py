"""Chapter 指定の状況: every designation in force on the day, on landscape pages."""

from collections.abc import Iterator

from formats.dates import wareki, wareki_short
from reports.presenters.chapters import Chapter, Numbering
from reports.snapshots.progress import Designation, Progress
from reports.wording import NONE, count

KINDS = {
    "hub": ("在宅医療に必要な連携を担う拠点", "か所", "拠点"),
    "active": ("在宅医療において積極的役割を担う医療機関", "機関", "積極的"),
}


def designations_chapter(snapshot: Progress, numbering: Numbering) -> Chapter:
    """Hubs first, then active institutions."""
    caption = numbering.table(
        f"拠点及び積極的役割を担う医療機関の指定（{wareki(snapshot.as_of)}に効力のあるもの）",
        "designations",
        notes=_notes(snapshot),
    )
    return Chapter(
        "指定の状況",
        "reports/pdf/progress/designations.html",
        {"caption": caption, "groups": list(_groups(snapshot.designations))},
        page="wide",
    )


def _groups(designations: tuple[Designation, ...]) -> Iterator[dict]:
    for kind, (title, unit, _) in KINDS.items():
        rows = [_row(d) for d in designations if d.kind == kind]
        yield {"title": title, "count": f"{count(len(rows))}{unit}", "rows": rows}


def _row(act: Designation) -> dict:
    met, wanted = act.requirements_met, act.requirements_of
    until = wareki_short(act.effective_until) if act.effective_until else "期限なし"
    return {
        "number": act.number,
        "zones": "、".join(act.zones),
        "name": act.name,
        "is_new": act.is_new,
        "location": act.location or NONE,
        "operator_kind": act.operator_kind or NONE,
        "requirements": NONE if met is None or wanted is None else f"{met} / {wanted}",
        "short": met is not None and wanted is not None and met < wanted,
        "decided_on": wareki_short(act.decided_on),
        "since": wareki_short(act.effective_from),
        "until": until,
        "document": act.document_number or NONE,
    }


def _notes(snapshot: Progress) -> Iterator[str]:
    if any(act.requirements_of is not None for act in snapshot.designations):
        short = [
            d.number
            for d in snapshot.designations
            if None not in (d.requirements_met, d.requirements_of)
            and d.requirements_met < d.requirements_of
        ]
        numbers = f"で、{'、'.join(short)}に充たしていない項目がある" if short else ""
        yield f"要件は、求められる事項の項目数と、そのうち確認した数{numbers}。"
    if any(act.is_new for act in snapshot.designations):
        yield "「新規」は、前回の報告の後に指定したもの。"
    for kind, (_, _, word) in KINDS.items():
        bases: dict[str, list[str]] = {}
        for act in snapshot.designations:
            if act.kind == kind and act.legal_basis:
                bases.setdefault(act.legal_basis, []).append(act.number)
        for basis, numbers in bases.items():
            which = f"（{'、'.join(numbers)}）" if len(bases) > 1 else ""
            yield f"{word}の指定{which}は{basis}による。"
    yield from snapshot.designation_notes
