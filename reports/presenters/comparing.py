"""Two editions or days beside each other, as tables for the page and for Excel."""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from django.urls import reverse

from formats.dates import wareki
from formats.tables import Column, Table
from reports.changes import SORTS
from reports.comparing import Comparison, Side
from reports.kinds import PARTS, parts_of
from reports.models import Edition
from reports.presenters.library import FIGURES, picture_url
from reports.wording import NONE, change_words, count, signed

SOURCE = "在宅医療計画ポータルの報告書の版と記録"


def heads(found: Comparison) -> list[dict[str, str]]:
    """What stands over the two columns."""
    return [_head("前", found.before), _head("後", found.after)]


def _head(word: str, side: Side) -> dict[str, str]:
    edition = side.edition
    return {
        "word": word,
        "label": side.label,
        "day": f"{wareki(side.day)}現在",
        "note": edition.get_status_display() if edition else "今の記録による",
        "url": edition.get_absolute_url() if edition else "",
    }


def figures(found: Comparison) -> list[dict[str, str]]:
    """The figures of the summary page, with their difference in words."""
    rows = []
    for key, (label, unit) in FIGURES.items():
        before = found.before.state.figures.get(key)
        after = found.after.state.figures.get(key)
        if before is None and after is None:
            continue
        _, step = change_words(after, before)
        rows.append(
            {
                "label": label,
                "unit": unit,
                "before": count(before),
                "after": count(after),
                "step": step or NONE,
            }
        )
    return rows


def lines(found: Comparison) -> list[dict[str, str]]:
    """One line a sort of change."""
    return [
        {
            "subject": line.subject,
            "number": signed(line.count) if line.signed else count(line.count),
            "unit": line.unit,
            "detail": line.detail or NONE,
            "effect": line.effect,
        }
        for line in found.lines
    ]


def groups(found: Comparison) -> list[dict[str, object]]:
    """Everything that differs, under its sort."""
    made = []
    for sort, items in groupby(found.items, key=lambda item: item.sort):
        rows = list(items)
        words = SORTS[sort]
        made.append(
            {"title": words.words, "number": len(rows), "unit": words.unit, "rows": rows}
        )  # fmt: skip
    return made


def papers(found: Comparison) -> list[dict[str, str]]:
    """Where two editions differ as papers: meeting, zones, chapters, words. None for a day."""
    before, after = found.before.edition, found.after.edition
    if before is None or after is None:
        return []
    old, new = dict(_paper(before)), dict(_paper(after))
    return [
        {"field": field, "before": old.get(field, NONE), "after": new.get(field, NONE)}
        for field in dict.fromkeys((*old, *new))
        if old.get(field) != new.get(field)
    ]


def _paper(edition: Edition) -> Iterator[tuple[str, str]]:
    values = edition.values
    meeting = values["meeting"] or {}
    yield "版", f"第{edition.number}版"
    if edition.reason:
        yield "訂正の理由", f"{edition.reason}\n{edition.corrected_points}"
    yield "題名", edition.title
    yield "基準日", wareki(edition.as_of)
    yield "会議", meeting.get("name") or NONE
    yield "対象", values["scope"] or NONE
    names = PARTS[edition.kind]
    if names:
        order = parts_of(edition.kind, tuple(values["parts"]))
        yield "章", "、".join(names[part] for part in order)
    yield "はじめに", values["foreword"] or NONE
    yield "確認いただきたい事項", "、".join(values.get("questions", ())) or NONE
    for comment in values["comments"]:
        yield f"コメント：{comment['name']}", comment["text"]
    for file in edition.files.defer("content"):
        if file.pages:
            yield "ページ数", str(file.pages)


def links(edition: Edition) -> list[dict[str, str]]:
    """Where an edition can be compared with what came before it, once both are frozen."""
    address = reverse("reports:compare")
    return [
        {"label": words, "url": f"{address}?before={old.pk}&after={edition.pk}"}
        for old, words in (
            (edition.previous, "前回の版からの変化を見る"),
            (edition.corrects, "訂正する前の版と比べる"),
        )
        if old is not None and edition.snapshot
    ]


def last_two(editions: Sequence[Edition]) -> dict[str, object]:
    """The newest of a list and the one of its kind before it, to begin with."""
    frozen = [edition for edition in editions if edition.sha256]
    if not frozen:
        return {}
    before = [e for e in frozen[1:] if e.kind == frozen[0].kind]
    return {"after": frozen[0].pk, "before": before[0].pk if before else None}


def page_pairs(found: Comparison) -> list[list[dict[str, str] | None]]:
    """The pictures of the pages of two editions, page by page; none where a side is a day."""
    sides = (found.before.edition, found.after.edition)
    if None in sides:
        return []
    shown = [pictures(edition) for edition in sides]
    return [list(pair) for pair in zip_longest(*shown)]


def pictures(edition: Edition) -> list[dict[str, str]]:
    """The picture of each page, with the place in the PDF that it leads to."""
    numbers = edition.page_pictures.values_list("number", flat=True)
    pdf = reverse("reports:pdf", args=[edition.pk])
    return [
        {
            "number": str(number),
            "picture": picture_url(edition, number),
            "url": f"{pdf}#page={number}",
        }
        for number in numbers
    ]


def tables(found: Comparison) -> Iterator[Table]:
    """The same as sheets."""
    before, after = found.before, found.after
    note = f"前：{before.label}（{wareki(before.day)}現在）　後：{after.label}（{wareki(after.day)}現在）"
    shared = {"source": SOURCE, "note": note, "as_of": after.day}
    yield Table(
        "要点の数",
        [
            Column("項目"),
            Column("単位"),
            Column("前", kind="integer"),
            Column("後", kind="integer"),
        ],
        [
            (label, unit, before.state.figures.get(key), after.state.figures.get(key))
            for key, (label, unit) in FIGURES.items()
        ],
        **shared,
    )
    yield Table(
        "変化のまとめ",
        [
            Column("変化"),
            Column("数", kind="integer"),
            Column("単位"),
            Column("内訳"),
            Column("圏域への影響"),
        ],
        [(c.subject, c.count, c.unit, c.detail, c.effect) for c in found.lines],
        **shared,
    )
    yield Table(
        "変化の内訳",
        [Column("変化"), Column("圏域"), Column("名称"), Column("前"), Column("後")],
        [(SORTS[i.sort].words, i.zone, i.name, i.before, i.after) for i in found.items],
        **shared,
    )
    if rows := papers(found):
        yield Table(
            "版の違い",
            [Column("項目"), Column("前"), Column("後")],
            [(row["field"], row["before"], row["after"]) for row in rows],
            **shared,
        )
