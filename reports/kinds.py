"""The kinds of reports, their chapters, and the states of an edition."""

from django.db import models


class ReportKind(models.TextChoices):
    PROGRESS = "progress", "進捗報告書"
    """For the committee: where the zones stand, what changed, what comes next."""
    PLAN_APPENDIX = "plan_appendix", "計画別表"
    """The names of institutions by zone and function, as the plan has to list them."""
    ZONE_PROFILE = "zone_profile", "圏域カルテ"
    """Two pages a zone."""
    DESIGNATION_REGISTER = "designation_register", "指定一覧"
    """All designations of a day, with their history and legal basis."""
    PROGRAM_SHEET = "program_sheet", "事業概要"
    """One page a program."""


PARTS: dict[str, dict[str, str]] = {
    ReportKind.PROGRESS: {
        "summary": "要点",
        "zones": "圏域別の提供体制",
        "filings": "在支診と訪問診療の需要",
        "designations": "指定の状況",
        "roadmap": "拠点の指定の工程",
        "schedule": "年間予定",
        "indicators": "指標の進み具合",
        "work": "施策と取組の状況",
        "issues": "課題",
        "changes": "前回からの変化の内訳",
    },
    ReportKind.PLAN_APPENDIX: {
        "discharge": "退院支援",
        "daily": "日常の療養支援",
        "acute": "急変時の対応",
        "eol": "看取り",
    },
    ReportKind.ZONE_PROFILE: {},
    ReportKind.DESIGNATION_REGISTER: {
        "zones": "圏域別の一覧",
        "register": "指定の一覧",
        "history": "指定の経過",
        "requirements": "求められる事項",
        "changes": "前回からの変化の内訳",
    },
    ReportKind.PROGRAM_SHEET: {},
}
"""The chapters that may be chosen and put in order, by kind; sources and values always follow."""


def parts_of(kind: str, chosen: tuple[str, ...]) -> list[str]:
    """The chapters in order: those chosen, or all."""
    known = PARTS[kind]
    return [part for part in chosen if part in known] or list(known)


class EditionStatus(models.TextChoices):
    PREPARING = "preparing", "準備中"
    """Chosen, words are being written; nothing is frozen yet."""
    RENDERING = "rendering", "作成中"
    """Frozen; the worker is making its files."""
    DRAFT = "draft", "下書き"
    """Made, seen by officials only."""
    CHECKED = "checked", "確認済み"
    """A second official has checked it; it can be published."""
    PUBLISHED = "published", "公表"
    """Visible to the committee; never altered any more."""
    SUPERSEDED = "superseded", "旧版"
    """Was published, and a correction has taken its place; still to be read."""
    FAILED = "failed", "失敗"
    """Typesetting broke off; it can be started again."""
    WITHDRAWN = "withdrawn", "取りやめ"
    """A draft that was given up."""


UNFROZEN = (EditionStatus.PREPARING, EditionStatus.WITHDRAWN)
"""May be without frozen data."""
SIGNED = (EditionStatus.CHECKED, EditionStatus.PUBLISHED, EditionStatus.SUPERSEDED)
"""A second official has put their name to it."""
ISSUED = (EditionStatus.PUBLISHED, EditionStatus.SUPERSEDED)
"""Out of the office: seen by the committee and closed to every change."""
OPEN = (EditionStatus.PREPARING, EditionStatus.DRAFT, EditionStatus.FAILED)
"""Its words may still be written."""
