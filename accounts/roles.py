"""The roles of the portal and what each may do, as data. Groups are made from this table."""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    OFFICIAL = "official", "都道府県担当"
    """Prefecture officials: edit designations, zones, programs, targets; publish reports."""
    HEALTH_CENTRE = "health_centre", "保健所担当"
    """Health-centre staff: upload lists and propose candidates for their own area."""
    COMMITTEE = "committee", "委員"
    """Committee members: read and download what is published."""
    ADMINISTRATOR = "administrator", "システム管理者"
    """System administrators: accounts and master tables, no right to business data."""


class Permission(StrEnum):
    """Named permissions; the value is the codename under ``accounts``."""

    VIEW_REGISTRY = "view_registry"
    UPLOAD_LISTS = "upload_lists"
    APPLY_LISTS = "apply_lists"
    EDIT_FACILITIES = "edit_facilities"
    PROPOSE_DESIGNATIONS = "propose_designations"
    EDIT_DESIGNATIONS = "edit_designations"
    EDIT_ZONES = "edit_zones"
    EDIT_INDICATORS = "edit_indicators"
    EDIT_PROGRAMS = "edit_programs"
    RECORD_ACTIVITIES = "record_activities"
    MAKE_REPORTS = "make_reports"
    PUBLISH_REPORTS = "publish_reports"
    READ_PUBLISHED = "read_published"
    READ_AUDIT = "read_audit"
    ADMINISTER = "administer"

    @property
    def full(self) -> str:
        return f"accounts.{self.value}"


LABELS = {
    Permission.VIEW_REGISTRY: "医療機関・圏域・指定を見る",
    Permission.UPLOAD_LISTS: "名簿を取り込む",
    Permission.APPLY_LISTS: "取込を適用する",
    Permission.EDIT_FACILITIES: "医療機関を編集する",
    Permission.PROPOSE_DESIGNATIONS: "指定の候補を推薦する",
    Permission.EDIT_DESIGNATIONS: "指定を編集する",
    Permission.EDIT_ZONES: "在宅医療圏を編集する",
    Permission.EDIT_INDICATORS: "指標と目標を編集する",
    Permission.EDIT_PROGRAMS: "施策・事業を編集する",
    Permission.RECORD_ACTIVITIES: "取組実績を記録する",
    Permission.MAKE_REPORTS: "報告書を作る",
    Permission.PUBLISH_REPORTS: "報告書を公表する",
    Permission.READ_PUBLISHED: "公表された報告書を見る",
    Permission.READ_AUDIT: "操作の記録を見る",
    Permission.ADMINISTER: "利用者と基礎データを管理する",
}

_P = Permission
GRANTED: dict[Role, frozenset[Permission]] = {
    Role.OFFICIAL: frozenset(_P) - {_P.ADMINISTER},
    Role.HEALTH_CENTRE: frozenset(
        {
            _P.VIEW_REGISTRY,
            _P.UPLOAD_LISTS,
            _P.APPLY_LISTS,
            _P.EDIT_FACILITIES,
            _P.PROPOSE_DESIGNATIONS,
            _P.RECORD_ACTIVITIES,
            _P.READ_PUBLISHED,
        }
    ),
    Role.COMMITTEE: frozenset({_P.READ_PUBLISHED}),
    Role.ADMINISTRATOR: frozenset({_P.ADMINISTER, _P.READ_AUDIT}),
}
