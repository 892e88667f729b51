"""The problems of an upload, grouped by kind with counts; the first hundred in full."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse

from imports.headings import heading_of
from imports.models import Upload, UploadProblem
from imports.titles import nouns_of

Level = UploadProblem.Level
SHOWN = 100
OPEN_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Group:
    """All problems of one kind; ``messages`` are those shown here."""

    level: str
    code: str
    title: str
    help: str
    count: int
    messages: list[dict[str, str]]
    url: str
    is_open: bool

    @property
    def badge(self) -> dict[str, str]:
        if self.level == Level.ERROR:
            return {"text": "誤り", "tone": "bad"}
        return {"text": "注意", "tone": "warn"}

    @property
    def more(self) -> str:
        rest = self.count - len(self.messages)
        return f"ほか{rest:,}件を見る" if rest > 0 else ""


def groups(upload: Upload, *, only: str = "") -> list[Group]:
    """Errors first, each kind with as many messages as fit into the first hundred.

    ``only`` names one kind, which is then shown with its first hundred.
    """
    found = upload.problems.filter(code=only) if only else upload.problems.all()
    kinds = (
        found.values("level", "code")
        .annotate(number=Count("pk"))
        .order_by("level", "-number", "code")
    )
    address = reverse("imports:problems", args=[upload.pk])
    made, left = [], SHOWN
    # A query for each kind of problem, of which there are a few dozen at most.
    for kind in kinds:
        share = left if only else min(left, max(5, SHOWN // 8))
        rows = upload.problems.filter(level=kind["level"], code=kind["code"])
        shown = list(rows.order_by("pk")[:share])
        left -= len(shown)
        title, advice = heading_of(kind["code"])
        made.append(
            Group(
                level=kind["level"],
                code=kind["code"],
                title=title,
                help=advice,
                count=kind["number"],
                messages=[{"place": _place(p), "text": p.message} for p in shown],
                url=f"{address}?kind={kind['code']}",
                is_open=len(made) < OPEN_GROUPS or bool(only),
            )
        )
    return made


def _place(problem: UploadProblem) -> str:
    if problem.address:
        return problem.address
    return f"{problem.row}行" if problem.row else "全体"


def totals(upload: Upload) -> dict[str, int]:
    """Errors, warnings, and rows with an error."""
    counted = dict(
        upload.problems.values_list("level")
        .annotate(number=Count("pk"))
        .order_by("level")
    )
    wrong = upload.problems.filter(level=Level.ERROR).exclude(row=None)
    return {
        "errors": counted.get(Level.ERROR, 0),
        "warnings": counted.get(Level.WARNING, 0),
        "rows": wrong.values("sheet", "row").distinct().count(),
    }


def read_facts(upload: Upload, title: str) -> list[dict[str, Any]]:
    """What was understood of the file, beside what is wrong with it."""
    sheets = [name for name in upload.columns if name]
    items: list[dict[str, Any]] = [{"label": "様式", "value": title}]
    if sheets:
        items.append({"label": "シート", "value": "、".join(sheets)})
    read = f"{upload.rows:,}行・{upload.facilities:,}{nouns_of(upload)[1]}"
    items.append({"label": "読んだ行", "value": read})
    if upload.set_aside:
        items.append({"label": "管轄外", "value": f"{upload.set_aside:,}件"})
    return items
