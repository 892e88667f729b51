"""The activities of a fiscal year with their sums, one activity, and its forms."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.lists.listing import Listing
from accounts.lists.table import PickColumn
from accounts.models import SavedView
from accounts.roles import Permission
from formats.dates import fiscal_year, fiscal_year_label
from programs.actions import edit_activity, record_activity, remove_activity
from programs.figures import totals_by_kind, totals_of
from programs.forms.activities import ActivityFilter, ActivityForm
from programs.kinds import ActivityKind, Implementer, Profession
from programs.models import Activity, HubReport
from programs.presenters.activities import (
    activity_facts,
    kind_rows,
)
from programs.reach import Reach, reach_of
from programs.tables import ActivityTable
from programs.views.base import ConfirmPage, EditPage, RoomPage, history_of
from zones.models import HealthCentre

READ = ("zone", "municipality", "health_centre", "measure", "program")


class ActivityList(RoomPage):
    template_name = "programs/activities.html"
    tab, title = "activities", "取組実績"
    lede = "拠点・保健所・センターなどの取組を、7つの種類に分けて記録します。回数と延べ人数は、ここから合計します。"

    def years(self) -> Iterable[int]:
        rows = Activity.objects.visible_to(self.request.user)
        return rows.of(self.reach.prefecture.pk).years()

    @cached_property
    def filter(self) -> ActivityFilter:
        return ActivityFilter(
            self.request.GET,
            user=self.request.user,
            prefecture=self.reach.prefecture.pk,
        )

    @cached_property
    def queryset(self) -> Any:
        rows = Activity.objects.visible_to(self.request.user)
        rows = rows.of(self.reach.prefecture.pk).filter(fiscal_year=self.year)
        return self.filter.narrow(rows)

    @cached_property
    def activities(self) -> list[Activity]:
        rows = self.queryset.select_related(*READ)
        return list(rows.order_by("kind", "date_from", "pk"))

    @cached_property
    def listing(self) -> Listing:
        pick = PickColumn("bulk", str) if self.reach.may_record else None
        return Listing(
            self.request,
            ActivityTable(self.activities, self.request.GET, pick=pick),
            which=SavedView.List.ACTIVITIES,
            title=f"{fiscal_year_label(self.year)}の取組実績",
            as_of=self.reach.day,
            bulk_url=reverse("portal:bulk", args=["activity"]),
            bulk_where={"prefecture": self.reach.prefecture.pk, "year": self.year},
        )

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filter,
            listing=self.listing,
            kinds=kind_rows(totals_by_kind(self.queryset)),
            total=totals_of(self.activities),
            **more,
        )


class ActivityDetail(RoomPage):
    template_name = "programs/activity.html"
    tab = "activities"

    @cached_property
    def activity(self) -> Activity:
        rows = Activity.objects.visible_to(self.request.user)
        return get_object_or_404(
            rows.select_related(*READ, "report__operator"), pk=self.kwargs["pk"]
        )

    @cached_property
    def reach(self) -> Reach:
        prefecture = self.activity.prefecture_id
        return reach_of(self.request.user, self.request.GET, prefecture=prefecture)

    @property
    def title(self) -> str:
        return self.activity.name

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        editable = Activity.objects.editable_by(self.request.user)
        return super().get_context_data(
            activity=self.activity,
            facts=activity_facts(self.activity),
            may_edit=self.reach.may_record
            and editable.filter(pk=self.activity.pk).exists(),
            history=history_of(self.activity),
            **more,
        )


class ActivityFormPage(EditPage):
    permission = Permission.RECORD_ACTIVITIES
    form_class = ActivityForm
    crumb = ("取組実績", "programs:activities")
    prefecture: str

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"user": self.request.user, "prefecture": self.prefecture}
        return {**super().get_form_kwargs(), **given}


class ActivityCreate(ActivityFormPage):
    """A new activity; ``?report=`` and ``?kind=`` fill in what a hub's report knows."""

    heading, button, saved = "取組を記録する", "記録する", "取組を記録しました。"

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    @cached_property
    def report(self) -> HubReport | None:
        wanted = self.request.GET.get("report", "")
        if not wanted.isdigit():
            return None
        rows = HubReport.objects.select_related("operator", "designation")
        report = self.find(rows, pk=wanted)
        if report.status == "checked":
            raise Http404
        return report

    @property
    def prefecture(self) -> str:
        return self.report.prefecture_id if self.report else self.reach.prefecture.pk

    def prepare(self) -> None:
        _ = self.reach, self.report

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "new": True}

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind")
        initial: dict[str, Any] = {
            "kind": kind if kind in ActivityKind.values else None,
            "fiscal_year": fiscal_year(timezone.localdate()),
            "actor_kind": Implementer.HEALTH_CENTRE,
        }
        if report := self.report:
            zone = report.designation.zones.order_by("code").first()
            return initial | {
                "fiscal_year": report.fiscal_year,
                "actor_kind": Implementer.HUB,
                "actor": str(report.operator),
                "operator": report.operator_id,
                "zone": zone.pk if zone else None,
            }
        centres = HealthCentre.objects.visible_to(self.request.user)
        if not self.reach.sees_all and (own := centres.order_by("code").first()):
            initial |= {"health_centre": own.pk, "actor": str(own)}
        return initial

    def write(self, form: ActivityForm) -> Activity:
        return record_activity(
            prefecture=self.report.prefecture if self.report else self.reach.prefecture,
            values={**form.values(), "report": self.report},
            today=timezone.localdate(),
            by=self.request.user,
        )

    def back_url(self) -> str:
        if self.report:
            return self.report.get_absolute_url()
        return reverse("programs:activities") + self.reach.query()

    def after(self, written: Activity) -> str:
        return self.back_url() if self.report else written.get_absolute_url()


class ActivityEdit(ActivityFormPage):
    heading = "取組を直す"

    @cached_property
    def thing(self) -> Activity:
        return self.find(Activity.objects, pk=self.kwargs["pk"])

    @property
    def prefecture(self) -> str:
        return self.thing.prefecture_id

    def get_initial(self) -> dict[str, Any]:
        relations = ("operator", "health_centre", "zone", "municipality", "measure")
        initial = {name: getattr(self.thing, name) for name in ActivityForm.Meta.fields}
        initial |= {name: getattr(self.thing, f"{name}_id") for name in relations}
        professions = self.thing.by_profession
        initial |= {f"of_{p.value}": professions.get(p.value) for p in Profession}
        return super().get_initial() | initial

    def write(self, form: ActivityForm) -> bool:
        return edit_activity(
            activity=self.thing,
            version=form.typed_version,
            values=form.values("fiscal_year"),
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
            by=self.request.user,
        )


class ActivityRemove(ConfirmPage):
    permission = Permission.RECORD_ACTIVITIES
    question, button, danger = "この取組を消しますか", "消す", True
    text = "合計からも外れます。消したことと前の内容は記録に残ります。"
    saved = "取組を消しました。"

    @cached_property
    def thing(self) -> Activity:
        return self.find(Activity.objects, pk=self.kwargs["pk"])

    def write(self, form: Any) -> bool:
        remove_activity(activity=self.thing, by=self.request.user)
        return True

    def after(self, written: object) -> str:
        return reverse("programs:activities")
