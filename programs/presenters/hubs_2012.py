"""The hubs of FY2012 and of today in words, and the same rows for a workbook."""

from collections.abc import Iterable, Sequence
from datetime import date

from formats.dates import fiscal_year_label
from formats.tables import Column, Table
from programs.hubs_2012 import (
    TOTAL,
    OperatorLine,
    OutcomeLine,
    PrefectureLine,
    SiteLine,
)

NATURES = {
    "outcome": "成果",
    "output": "規模",
    "background": "背景",
    "qualitative": "まとめ",
}
COMPARATORS = {"ge": "以上", "approx": "約"}


def operator_rows(lines: Sequence[OperatorLine]) -> list[dict[str, object]]:
    """Shares are of all hubs; ``width`` is the length of a bar in hundredths."""
    whole = {
        "then": next((x.count.sites for x in lines if x.count.code == TOTAL), 0),
        "today": next((x.today for x in lines if x.count.code == TOTAL), 0),
    }
    return [
        {
            "name": line.count.name,
            "part": line.is_part,
            "total": line.count.code == TOTAL,
            "then": line.count.sites,
            "then_share": _share(line.count.sites, whole["then"]),
            "then_part": _part(line.count.sites, whole["then"]),
            "today": line.today,
            "today_share": _share(line.today, whole["today"]),
            "today_part": _part(line.today, whole["today"]),
        }
        for line in lines
    ]


def _part(number: int, whole: int) -> float | None:
    return round(number * 100 / whole, 1) if whole else None


def _share(number: int, whole: int) -> str:
    return f"{number / whole:.0%}" if whole else ""


def outcome_words(line: OutcomeLine) -> str:
    """74%, 60%以上, 約400,000人 or the sentence."""
    outcome = line.outcome
    if outcome.value is None:
        return outcome.text
    said = f"{outcome.value:,}{outcome.unit}"
    sign = COMPARATORS.get(outcome.comparator, "")
    return f"{sign}{said}" if sign == "約" else f"{said}{sign}"


def today_words(line: OutcomeLine) -> str:
    """「2／4拠点（50%）が 会議の開催」; nothing where the figure has no counterpart."""
    if line.kind is None:
        return ""
    if not line.out_of:
        return "この年度の拠点なし"
    share = _share(line.today, line.out_of)
    return f"{line.today}／{line.out_of}拠点（{share}）"


def outcome_rows(lines: Iterable[OutcomeLine]) -> list[dict[str, object]]:
    return [
        {
            "outcome": line.outcome,
            "nature": NATURES.get(line.outcome.nature, line.outcome.nature),
            "said": outcome_words(line),
            "today": today_words(line),
            "kind": f"「{line.kind.short}」の記録がある拠点" if line.kind else "",
        }
        for line in lines
    ]


def site_rows(lines: Iterable[SiteLine]) -> list[dict[str, object]]:
    return [
        {
            "site": line.site,
            "place": line.site.municipality or "（市区町村の記載なし）",
            "around": line.site.county,
            "zone": line.zone,
            "hubs": "、".join(line.hubs),
            "is_own": line.is_own,
        }
        for line in lines
    ]


def site_table(lines: Iterable[SiteLine], day: date) -> Table:
    columns = [
        Column("番号", kind="integer"),
        Column("都道府県"),
        Column("市区町村コード", kind="code"),
        Column("市区町村", width=24),
        Column("拠点数", "か所", kind="integer"),
        Column("いまの在宅医療圏"),
        Column("いまの拠点", width=36),
        Column("確認", width=36),
    ]
    rows = [
        [
            line.site.number,
            line.site.prefecture.name,
            line.site.municipality_code,
            line.site.municipality,
            line.site.sites,
            line.zone,
            "、".join(line.hubs) or ("なし" if line.is_own else ""),
            f"未確認：{line.site.doubt}" if line.site.unconfirmed else "",
        ]
        for line in lines
    ]
    return Table("平成24年度の拠点", columns, rows, as_of=day)


def prefecture_table(lines: Iterable[PrefectureLine]) -> Table:
    columns = [
        Column("都道府県コード", kind="code"),
        Column("都道府県"),
        Column("拠点数", "か所", kind="integer"),
        Column("市区町村数", kind="integer"),
    ]
    rows = [[x.code, x.name, x.sites, x.municipalities] for x in lines]
    return Table("都道府県別", columns, rows)


def operator_table(lines: Sequence[OperatorLine], day: date) -> Table:
    columns = [
        Column("実施主体", width=28),
        Column("平成24年度", "か所", kind="integer"),
        Column("割合"),
        Column("いまの拠点", "か所", kind="integer"),
        Column("割合（いま）"),
    ]
    rows = [
        [
            f"うち{row['name']}" if row["part"] else row["name"],
            row["then"],
            row["then_share"],
            row["today"],
            row["today_share"],
        ]
        for row in operator_rows(lines)
    ]
    return Table("実施主体別", columns, rows, as_of=day)


def outcome_table(lines: Iterable[OutcomeLine], year: int) -> Table:
    columns = [
        Column("性質"),
        Column("主題", width=20),
        Column("指標", width=40),
        Column("平成24年度", width=30),
        Column(f"{fiscal_year_label(year)}の拠点", width=24),
        Column("確認", width=36),
    ]
    rows = [
        [
            row["nature"],
            row["outcome"].subject,
            row["outcome"].indicator,
            row["said"],
            row["today"],
            f"未確認：{row['outcome'].doubt}" if row["outcome"].unconfirmed else "",
        ]
        for row in outcome_rows(lines)
    ]
    return Table("成果", columns, rows)
