"""The paper of measures and the page of one measure in words, and the same rows for a workbook."""

from collections.abc import Iterator

from formats.dates import fiscal_year_label, fiscal_year_short
from formats.tables import Column, Table
from programs.kinds import Implementer, Level, NodeType, PolicyArea
from programs.measures_table import AreaTable, Entry, MeasuresTable
from programs.models import Measure

COLUMNS = [
    Column("対象"),
    Column("施策", width=44),
    Column("実施者"),
    Column("取組状況", width=44),
    Column("時点"),
    Column("実施数", kind="integer"),
    Column("単位"),
    Column("地域数", kind="integer"),
    Column("回数", "回", kind="integer"),
    Column("参加者", "延べ人", kind="integer"),
    Column("実績の年度"),
    Column("予算額", "千円", kind="money"),
    Column("再掲"),
    Column("合計に数える額", "千円", kind="money"),
    Column("確認"),
]


def table_rows(area: AreaTable) -> list[dict[str, object]]:
    """A line for each entry; the first of a group also carries its name and measures."""
    lines = []
    for row in area.rows:
        entries = row.entries or (Entry(text="", measures=()),)
        for at, entry in enumerate(entries):
            lines.append(
                {
                    "first": at == 0,
                    "last": at == len(entries) - 1,
                    "span": len(entries),
                    "group": row.group.replace("＞【", "＞\n【"),
                    "measures": row.measures,
                    "entry": entry,
                    "result_year": fiscal_year_short(entry.result_year)
                    if entry.result_year
                    else "",
                }
            )
    return lines


def measure_tables(table: MeasuresTable) -> list[Table]:
    """A sheet for each policy area, and one with the sums."""
    year = fiscal_year_label(table.fiscal_year)
    source = "、".join(table.sources)
    sheets = [
        Table(
            title=area.name,
            columns=COLUMNS,
            rows=list(_sheet_rows(area)),
            source=source,
            note=f"{year}の取組状況。再掲の額は合計に数えない。",
            as_of=table.day,
        )
        for area in table.areas
    ]
    sums = [(area.name, area.budget) for area in table.areas]
    sums += [(f"{p.name}（施策に結び付けていない）", p.budget) for p in table.unlinked]
    sums.append(("合計（事業ごとに1回）", table.total))
    columns = [Column("分野", width=40), Column("予算額", "千円", kind="money")]
    sheets.append(Table(f"{year}の合計", columns, sums, source=source, as_of=table.day))
    return sheets


def _sheet_rows(area: AreaTable) -> Iterator[list[object]]:
    for row in area.rows:
        names = {m.code: m for m in row.measures}
        for entry in row.entries:
            measures = [names[code] for code in entry.measures if code in names]
            yield [
                row.group,
                "\n".join(m.name for m in measures),
                "、".join(dict.fromkeys(i for m in measures for i in m.implementers)),
                entry.text,
                entry.as_of_label,
                entry.sites,
                entry.sites_unit if entry.sites is not None else "",
                entry.areas,
                entry.sessions,
                entry.participants,
                fiscal_year_short(entry.result_year) if entry.result_year else "",
                entry.budget,
                "再掲" if entry.repeated else "",
                None if entry.repeated else entry.budget,
                f"未確認：{entry.doubt}" if entry.unconfirmed else "",
            ]


def themes(prefecture: str, year: int) -> list[dict[str, object]]:
    """The themes of the plan with their directions."""
    rows = Measure.objects.of(prefecture).in_year(year)
    rows = list(
        rows.filter(node_type__in=[NodeType.THEME, NodeType.DIRECTION]).order_by(
            "order", "code"
        )
    )
    return [
        {
            "theme": theme,
            "directions": [d for d in rows if d.parent_id == theme.pk],
        }
        for theme in rows
        if theme.node_type == NodeType.THEME
    ]


def implementer_words(measure: Measure) -> str:
    words = "、".join(Implementer(one).label for one in measure.implementers)
    return f"{words}（推定）" if words and measure.implementers_inferred else words


def measure_facts(measure: Measure) -> list[dict[str, object]]:
    """What holds for a measure over its years."""
    until = measure.last_fiscal_year
    period = f"{fiscal_year_label(measure.first_fiscal_year)}から"
    period += f"{fiscal_year_label(until)}まで" if until else ""
    level = measure.level_label or (Level(measure.level).label if measure.level else "")
    parent = measure.parent
    facts = [
        {"label": "コード", "value": measure.code},
        {"label": "種類", "value": measure.get_node_type_display()},
        {
            "label": "上位",
            "value": str(parent) if parent else None,
            "url": parent.get_absolute_url() if parent else "",
        },
        {
            "label": "分野",
            "value": "・".join(PolicyArea(a).label for a in measure.policy_areas)
            or None,
        },
        {"label": "まとまり", "value": measure.group_label or None},
        {"label": "単位", "value": level or None},
        {"label": "対象職種", "value": measure.target_profession or None},
        {"label": "実施者", "value": implementer_words(measure) or None},
        {"label": "期間", "value": period},
        {"label": "出典", "value": measure.source or None},
    ]
    return [fact for fact in facts if fact["value"] is not None]
