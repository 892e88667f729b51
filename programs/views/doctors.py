"""One cooperating doctor, and the forms that keep what is known of a doctor."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from formats.dates import wareki_month
from programs.actions.duty import add_doctor, edit_doctor
from programs.duty import DutyLine
from programs.forms.duty import DoctorForm
from programs.models import CooperatingDoctor
from programs.presenters.duty import sex_of
from programs.reach import Reach, reach_of
from programs.views.base import (
    CreatePage,
    EditPage,
    RegionalEdit,
    RoomPage,
    history_of,
)

CRUMB = ("協力医の当番表", "programs:duty")
PRIVATE = "個人情報です。登録した保健所と都道府県の担当者だけが見られます。"


class DoctorDetail(RoomPage):
    permission = Permission.RECORD_ACTIVITIES
    template_name = "programs/doctor.html"
    tab = "duty"

    @cached_property
    def doctor(self) -> CooperatingDoctor:
        rows = CooperatingDoctor.objects.visible_to(self.request.user)
        rows = rows.select_related("health_centre", "hub", "facility")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def reach(self) -> Reach:
        prefecture = self.doctor.health_centre.prefecture_id
        return reach_of(self.request.user, self.request.GET, prefecture=prefecture)

    @property
    def title(self) -> str:
        return self.doctor.name

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        doctor = self.doctor
        months = list(doctor.months.order_by("-month")[:12])
        line = DutyLine(doctor, {one.month: one for one in months})
        facts = [
            {"label": "保健所", "value": str(doctor.health_centre)},
            {"label": "拠点", "value": str(doctor.hub) if doctor.hub else None},
            {
                "label": "医療機関",
                "value": str(doctor.facility) if doctor.facility else None,
                "url": doctor.facility.get_absolute_url() if doctor.facility else "",
            },
            {"label": "性別", "value": sex_of(line) or None},
            {"label": "診療科目", "value": doctor.specialties or None},
            {"label": "役割", "value": doctor.get_role_display()},
            {"label": "備考", "value": doctor.note or None},
        ]
        return super().get_context_data(
            doctor=doctor,
            facts=facts,
            months=[{"month": one, "label": wareki_month(one.month)} for one in months],
            this=f"{self.reach.day:%Y-%m}",
            history=history_of(doctor, *months),
            **more,
        )


class DoctorCreate(CreatePage):
    permission = Permission.RECORD_ACTIVITIES
    form_class = DoctorForm
    heading, button, saved = "協力医を登録する", "登録する", "協力医を登録しました。"
    crumb, lede = CRUMB, PRIVATE

    def get_initial(self) -> dict[str, Any]:
        return {"health_centre": self.first_centre()}

    def write(self, form: DoctorForm) -> CooperatingDoctor:
        return add_doctor(values=form.values(), by=self.request.user)


class OneDoctor(EditPage):
    permission = Permission.RECORD_ACTIVITIES
    crumb = CRUMB

    @cached_property
    def thing(self) -> CooperatingDoctor:
        rows = CooperatingDoctor.objects.select_related("health_centre", "facility")
        return self.find(rows, pk=self.kwargs["pk"])


class DoctorEdit(OneDoctor, RegionalEdit):
    form_class = DoctorForm
    heading, lede = "協力医を直す", PRIVATE

    @property
    def prefecture(self) -> str:
        return self.thing.health_centre.prefecture_id

    def get_initial(self) -> dict[str, Any]:
        facility = self.thing.facility
        words = f"{facility.shown_name} {facility.code}" if facility else ""
        return super().get_initial() | {"institution": words}

    def write(self, form: DoctorForm) -> bool:
        return edit_doctor(
            doctor=self.thing,
            version=form.typed_version,
            values=form.values("health_centre"),
            by=self.request.user,
        )
