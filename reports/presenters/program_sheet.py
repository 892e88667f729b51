"""The program sheets: one page a program, in the order of their codes."""

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from formats import svg
from formats.dates import fiscal_year_label, fiscal_year_short, wareki
from formats.vega import ACCENT, INK, MID
from reports.presenters import fitting
from reports.presenters.chapters import Chapter, Numbering
from reports.presenters.document import (
    Document,
    Imprint,
    document_of,
    last_lines,
    sources_chapter,
)
from reports.snapshots.program_sheet import (
    ProgramSheets,
    Sheet,
    SheetFigure,
    SheetSection,
)
from reports.wording import NONE, count, tail

BESIDE = (("background", "purpose"), ("features", "issues"))
"""Sections that stand beside one another; the others take the whole width."""
LARGEST = 40
DOTS_A_ROW = 15


def present(snapshot: ProgramSheets, imprint: Imprint) -> Document:
    """A single sheet stands by itself, several get a cover, contents and sources."""
    numbering = Numbering(snapshot.sources)
    alone = len(snapshot.sheets) == 1
    chapters = [
        _chapter(sheet, snapshot, numbering, imprint if alone else None)
        for sheet in snapshot.sheets
    ]
    if not alone:
        chapters.append(sources_chapter(snapshot, numbering, imprint))
    return document_of(
        snapshot,
        chapters,
        tuple(_terms()),
        covered=not alone,
        numbered=not alone,
        dense=True,
    )


def _terms() -> Iterator[tuple[str, str]]:
    yield "予算額", "当初予算額と補正額の計。単位は千円。"
    yield "負担", "記録がなく財源が基金のとき、国3分の2、都道府県3分の1で計算した。"
    yield (
        "数字と記号",
        "「―」は記録がないこと、「＊」は原資料に確認を要する点があることを示す。",
    )


def _chapter(
    sheet: Sheet, snapshot: ProgramSheets, numbering: Numbering, imprint: Imprint | None
) -> Chapter:
    numbering.restart()
    drawn = [f for f in sheet.figures if f.value and f.out_of]
    figures = numbering.figure(
        "実績（塗りは該当、白抜きはその他）" if drawn else "実績", "programs"
    )
    years = None
    if len(sheet.years) > 1 or any(y.settled is not None for y in sheet.years):
        years = numbering.table("年度別の予算と実績", "programs")
    told = {section.key: section for section in sheet.sections}
    content = {
        "fit": fit_of(sheet, years is not None),
        "kind": f"事業概要　{fiscal_year_label(sheet.fiscal_year)}",
        "name": sheet.name,
        "running": sheet.short_name or sheet.name,
        "meta": list(_meta(sheet, snapshot)),
        "lead": _lead(sheet),
        "keys": list(_keys(sheet)),
        "pairs": [_pair(told, pair) for pair in BESIDE if _pair(told, pair)],
        "outline": _section(told.get("outline")),
        "results": _section(told.get("results")),
        "wide": [
            _section(told[key]) for key in ("cooperation", "proposals") if key in told
        ],
        "figures": [_figure(f) for f in sheet.figures],
        "figures_caption": figures if sheet.figures else None,
        "years": [_year(y) for y in sheet.years] if years else [],
        "years_caption": years,
        "measures": "、".join(sheet.measures),
        "evaluation": sheet.evaluation,
        "evaluated": _evaluated(sheet),
        "next_year": sheet.next_year,
        "comments": [
            c.text for c in snapshot.comments if c.key == sheet.code and c.text.strip()
        ],
        "doubts": "".join(sheet.doubts),
        "source": sheet.source.replace("　", "（", 1) + "）"
        if "　" in sheet.source
        else sheet.source,
        "last": last_lines(snapshot, imprint) if imprint else None,
    }
    return Chapter(
        sheet.short_name or sheet.name,
        "reports/pdf/program/sheet.html",
        content,
        page="sheet",
    )


def _meta(sheet: Sheet, snapshot: ProgramSheets) -> Iterator[str]:
    doubtful = "（推定）" in sheet.region
    yield f"{sheet.region or snapshot.prefecture}{'＊' if doubtful else ''}"
    if sheet.starts_on:
        yield f"{wareki(sheet.starts_on)}開始"
    if sheet.ends_on:
        yield f"{wareki(sheet.ends_on)}終了"
    if sheet.as_of:
        yield sheet.as_of
    yield f"{sheet.code}　{wareki(snapshot.as_of)}現在の記録"


def _lead(sheet: Sheet) -> SafeString | str:
    """What the program is for, in one sentence; the status where there is no purpose."""
    purpose = next((s for s in sheet.sections if s.key == "purpose"), None)
    if purpose or not sheet.status:
        return ""
    return format_html("{}。", sheet.status.rstrip("。"))


def _keys(sheet: Sheet) -> Iterator[dict]:
    notes = []
    if sheet.national is not None:
        ground = "（計算）" if sheet.computed else ""
        notes.append(
            f"国{count(sheet.national)}、都道府県{count(sheet.prefecture_share)}{ground}"
        )
    latest = sheet.years[-1] if sheet.years else None
    budget = latest.budget if latest else None
    if latest and latest.settled is not None:
        notes.append(f"決算額{count(latest.settled)}")
    yield {
        "label": f"{fiscal_year_label(sheet.fiscal_year)}予算",
        "value": count(budget) if budget is not None else "記載なし",
        "unit": "千円" if budget is not None else "",
        "big": budget is not None,
        "notes": notes,
    }
    yield {
        "label": "財源",
        "value": sheet.funding,
        "notes": [sheet.fund_kind] if sheet.fund_kind else [],
    }
    notes = []
    if latest and latest.sites is not None:
        planned = (
            f"（計画{count(latest.sites_planned)}）"
            if latest.sites_planned is not None
            else ""
        )
        notes.append(f"{count(latest.sites)}{latest.sites_unit}で実施{planned}")
    if sheet.professions:
        notes.append(f"対象：{'、'.join(sheet.professions)}")
    yield {
        "label": "実施主体",
        "value": "、".join(sheet.bodies) or "記載なし",
        "notes": notes,
    }


def _section(section: SheetSection | None) -> dict | None:
    if section is None:
        return None
    return {"title": section.title, "lines": [_line(section, x) for x in section.lines]}


def _line(section: SheetSection, line) -> SafeString:
    """A proposal begins with its subject, set bold."""
    head, colon, rest = line.text.partition("：")
    if section.key == "proposals" and colon and len(head) <= 12:
        return format_html("<b>{}</b>　{}", head, rest)
    return format_html("{}", line.text)


def _pair(told: dict[str, SheetSection], keys: tuple[str, str]) -> list[dict]:
    return [_section(told[key]) for key in keys if key in told]


def _figure(figure: SheetFigure) -> dict:
    return {
        "label": tail(figure.label),
        "value": figure.value or NONE,
        "unit": f"／{figure.out_of} {figure.unit}" if figure.out_of else figure.unit,
        "note": figure.as_of,
        "squares": _squares(figure),
    }


def _squares(figure: SheetFigure) -> str:
    """One square for each of the base, filled for those that are there; none for a fraction."""
    if "." in figure.value:
        return ""
    done, base = (
        int((text or "0").replace(",", "")) for text in (figure.value, figure.out_of)
    )
    base = base or done
    if not 0 < base <= LARGEST:
        return ""
    side, step = 5.0, 6.6
    rows = -(-base // DOTS_A_ROW)
    boxes = []
    for place in range(base):
        row, column = divmod(place, DOTS_A_ROW)
        filled = place < done
        boxes.append(
            svg.tag(
                "rect", x=0.4 + column * step, y=0.4 + row * step, width=side, height=side,
                fill=ACCENT if filled else "none", stroke=ACCENT if filled else MID,
                stroke_width=0.6,
            )
        )  # fmt: skip
    words = f"{figure.label}は{figure.value}{figure.unit}。"
    if figure.out_of:
        words = f"{figure.label}は{figure.out_of}のうち{figure.value}{figure.unit}。"
    return svg.tag(
        "svg", svg.title(words), svg.tag("g", *boxes, color=INK),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {DOTS_A_ROW * step:g} {rows * step:g}",
    )  # fmt: skip


def _year(year) -> dict:
    return {
        "label": f"{fiscal_year_short(year.fiscal_year)}年度（{year.fiscal_year}）",
        "budget": count(year.budget),
        "first": count(year.budget_first),
        "more": count(year.budget_supplementary) if year.budget is not None else NONE,
        "settled": count(year.settled),
        "planned": count(year.sites_planned),
        "sites": count(year.sites),
        "unit": year.sites_unit,
        "achievement": year.achievement or NONE,
    }


def _evaluated(sheet: Sheet) -> str:
    verdict = sheet.years[-1].achievement if sheet.years else ""
    day = f"（{wareki(sheet.evaluated_on)}）" if sheet.evaluated_on else ""
    return f"{verdict}{day}"


# --- Fitting ------------------------------------------------------------------------------
PAGE = 244.0
FITS = {"": (1.0, 20), "close": (0.84, 22), "closest": (0.7, 25)}
"""By class of the style sheet: how high a line stands, and how many characters half a page holds."""


def fit_of(sheet: Sheet, years: bool) -> str:
    """The largest type with which the sheet stays on one page."""
    return next(
        (name for name in FITS if _height(sheet, years, *FITS[name]) <= PAGE), "closest"
    )


def _height(sheet: Sheet, years: bool, scale: float, half: int) -> float:
    """An estimate of the sheet in millimetres."""
    told = {section.key: section for section in sheet.sections}

    def section(key: str, across: int) -> float:
        if key not in told:
            return 0.0
        texts = [line.text for line in told[key].lines]
        number = sum(fitting.lines(text, across) for text in texts)
        return scale * (fitting.HEADING + fitting.LINE * number)

    height = 24 + 8.5 * fitting.lines(sheet.name, 20) + 27
    for pair in BESIDE:
        height += max(section(key, half) for key in pair)
    for key in ("outline", "results", "cooperation", "proposals"):
        height += section(key, 2 * half + 6)
    if sheet.figures:
        height += 34
    if years:
        height += scale * fitting.HEADING + fitting.table([1] * len(sheet.years))
    if sheet.evaluation or sheet.next_year:
        texts = [t for t in (sheet.evaluation, sheet.next_year) if t]
        number = sum(fitting.lines(text, 2 * half) for text in texts)
        height += scale * (fitting.HEADING + (fitting.LINE + 1.5) * number)
    return height + 6 + 3.5 * fitting.lines("".join(sheet.doubts), 66) + 18
