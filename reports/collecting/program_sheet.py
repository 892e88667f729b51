"""From the database to the program sheets of a prefecture: those in force on the day. It needs no plan."""

from collections.abc import Iterator
from datetime import date

from formats.dates import fiscal_year, fiscal_year_label, wareki
from programs.kinds import Achievement, SheetSection
from programs.models import ProgramYear
from programs.models.programs import Program
from programs.summary import Sheet, SheetFigure, sheets_on
from reports.collecting.asked import Asked, NothingToReport
from reports.snapshots import program_sheet as schema
from reports.snapshots.shared import Source
from reports.wording import whole_of

TITLE = "在宅医療に係る補助事業 事業概要"
SECTIONS = {str(section.label): section.value for section in SheetSection}
MOST_YEARS = 5
CAVEATS = (
    "予算額は当初予算額と補正額の計である。負担は、記録がなく財源が基金のとき国3分の2、都道府県3分の1で計算した。",
    "各事業は、基準日までの最新の年度で示す。",
)


def collect_program_sheet(asked: Asked) -> schema.ProgramSheets:
    """Freeze the sheets. Raises ``NothingToReport`` where no program is in force on the day."""
    found = sheets_on(asked.prefecture.pk, asked.as_of)
    if not found:
        raise NothingToReport(
            f"{asked.prefecture}には{wareki(asked.as_of)}に行われている補助事業の記録がありません。"
            "基準日を変えるか、補助事業を登録してください。"
        )
    programs = Program.objects.in_bulk([sheet.row.pk for sheet in found])
    years = _years(list(programs), asked.as_of)
    name = asked.prefecture.name
    return schema.ProgramSheets(
        title=asked.title or TITLE,
        prefecture=name,
        prefecture_code=asked.prefecture.pk,
        as_of=asked.as_of,
        whole=whole_of(name),
        scope=f"{name}の補助事業のうち、{wareki(asked.as_of)}に行われている{len(found)}事業",
        meeting=asked.meeting,
        edition=asked.edition,
        foreword=asked.foreword,
        comments=asked.comments,
        sources=tuple(_sources(name, found)),
        caveats=CAVEATS,
        sheets=tuple(
            _sheet(one, programs[one.row.pk], years.get(one.row.pk, ()))
            for one in found
        ),
    )


def _sources(prefecture: str, sheets: tuple[Sheet, ...]) -> Iterator[Source]:
    years = sorted({sheet.row.fiscal_year for sheet in sheets})
    first, last = (fiscal_year_label(year) for year in (years[0], years[-1]))
    told = first if first == last else f"{first}〜{last}"
    yield Source(
        "programs", f"{prefecture}の補助事業の記録", told, told, processed=False
    )


def _years(programs: list[int], day: date) -> dict[int, list[ProgramYear]]:
    rows = ProgramYear.objects.filter(
        program__in=programs, fiscal_year__lte=fiscal_year(day)
    )
    found: dict[int, list[ProgramYear]] = {}
    for row in rows.order_by("program", "fiscal_year"):
        found.setdefault(row.program_id, []).append(row)
    return found


def _sheet(one: Sheet, program: Program, years: list[ProgramYear]) -> schema.Sheet:
    row, shares = one.row, one.row.shares
    return schema.Sheet(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        region=row.region,
        fiscal_year=row.fiscal_year,
        as_of=row.as_of_label,
        areas=row.policy_areas,
        professions=row.target_professions,
        bodies=row.bodies,
        measures=tuple(
            program.measures.order_by("code").values_list("name", flat=True)
        ),
        funding=row.funding,
        fund_kind=program.get_fund_kind_display(),
        national=shares.national if shares else None,
        prefecture_share=shares.prefecture if shares else None,
        other_share=shares.other if shares else None,
        computed=bool(shares and shares.computed),
        status=row.status_text,
        figures=tuple(_figure(figure) for figure in one.figures),
        sections=tuple(
            schema.SheetSection(
                SECTIONS[title],
                title,
                tuple(schema.SheetLine(t.text, t.unconfirmed, t.doubt) for t in texts),
            )
            for title, texts in one.sections
        ),
        years=tuple(_year(year) for year in years[-MOST_YEARS:]),
        starts_on=program.starts_on,
        ends_on=program.ends_on,
        evaluation=one.evaluation,
        next_year=one.next_year,
        evaluated_on=one.evaluated_on,
        doubts=tuple(_doubts(one)),
        source=row.source,
    )


def _figure(figure: SheetFigure) -> schema.SheetFigure:
    return schema.SheetFigure(
        label=figure.label,
        value="" if figure.value is None else f"{figure.value:,}",
        unit=figure.unit,
        out_of="" if figure.out_of is None else f"{figure.out_of:,}",
        as_of=figure.as_of,
        doubtful=figure.unconfirmed,
    )


def _year(year: ProgramYear) -> schema.SheetYear:
    return schema.SheetYear(
        fiscal_year=year.fiscal_year,
        budget_first=year.budget_first,
        budget_supplementary=year.budget_supplementary,
        budget=year.budget,
        settled=year.settled,
        sites_planned=year.sites_planned,
        sites=year.sites_actual,
        sites_unit=year.sites_unit,
        achievement=Achievement(year.achievement).label if year.achievement else "",
    )


def _doubts(one: Sheet) -> Iterator[str]:
    """Each doubt once: those of the lines mostly repeat the program's own."""
    texts = [text for _, lines in one.sections for text in lines]
    marked = [*([one.row] if one.row.unconfirmed else ()), *one.figures, *texts]
    said: dict[str, None] = {}
    for thing in marked:
        if thing.unconfirmed:
            for sentence in thing.doubt.split("。"):
                if sentence.strip():
                    said[sentence.strip()] = None
    yield from (f"{sentence}。" for sentence in said)
