"""The tables of the program sheets: programs, years, figures, and the lines of their sheets."""

from collections.abc import Iterator

from formats.dates import fiscal_year_label
from formats.tables import Column, Table
from reports.snapshots.program_sheet import ProgramSheets
from reports.tables.shared import source_of

PROGRAM = (Column("コード", kind="code"), Column("事業名", width=44))


def tables(snapshot: ProgramSheets) -> Iterator[Table]:
    """In the order of the sheets."""
    told = {"source": source_of(snapshot, "programs"), "as_of": snapshot.as_of}
    yield Table(
        "事業の概要",
        [
            *PROGRAM,
            Column("地域"),
            Column("年度"),
            Column("時点"),
            Column("分野"),
            Column("対象職種"),
            Column("実施主体", width=28),
            Column("財源", width=28),
            Column("国", "千円", "money"),
            Column("都道府県", "千円", "money"),
            Column("その他", "千円", "money"),
            Column("負担の計算"),
            Column("開始日", kind="date"),
            Column("終了日", kind="date"),
            Column("取組状況", width=48),
            Column("確認を要する点", width=48),
            Column("出典", width=48),
        ],
        [
            (
                s.code, s.name, s.region, fiscal_year_label(s.fiscal_year), s.as_of,
                "、".join(s.areas), "、".join(s.professions), "、".join(s.bodies),
                s.funding, s.national, s.prefecture_share, s.other_share,
                "計算" if s.computed else "", s.starts_on, s.ends_on, s.status,
                "".join(s.doubts), s.source,
            )
            for s in snapshot.sheets
        ],
        **told,
    )  # fmt: skip
    yield Table(
        "年度別の予算と実績",
        [
            *PROGRAM,
            Column("年度"),
            Column("当初予算額", "千円", "money"),
            Column("補正額", "千円", "money"),
            Column("予算額", "千円", "money"),
            Column("決算額", "千円", "money"),
            Column("計画数", kind="integer"),
            Column("実施数", kind="integer"),
            Column("単位"),
            Column("評価"),
        ],
        [
            (
                s.code, s.name, fiscal_year_label(y.fiscal_year), y.budget_first,
                y.budget_supplementary, y.budget, y.settled, y.sites_planned, y.sites,
                y.sites_unit, y.achievement,
            )
            for s in snapshot.sheets
            for y in s.years
        ],
        **told,
    )  # fmt: skip
    yield Table(
        "実績",
        [
            *PROGRAM,
            Column("項目", width=40),
            Column("値"),
            Column("母数"),
            Column("単位"),
            Column("時点"),
            Column("確認"),
        ],
        [
            (
                s.code, s.name, f.label, f.value, f.out_of, f.unit, f.as_of,
                "＊" if f.doubtful else "",
            )
            for s in snapshot.sheets
            for f in s.figures
        ],
        **told,
    )  # fmt: skip
    yield Table(
        "個票の内容",
        [*PROGRAM, Column("項目"), Column("内容", width=56), Column("確認", width=40)],
        [
            (s.code, s.name, section.title, line.text, line.doubt)
            for s in snapshot.sheets
            for section in s.sections
            for line in section.lines
        ],
        **told,
    )
