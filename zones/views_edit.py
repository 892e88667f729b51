"""Pages that change the zones of a plan's version, for the officials of its prefecture."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from zones.actions import (
    ZONE_FIELDS,
    BrokenPartition,
    create_zone,
    expected_municipalities,
    move_municipalities,
    update_zone,
)
from zones.forms import MoveForm, ZoneForm
from zones.models import HomeCareZone, PlanVersion
from zones.panels import VERSION_PAGE, PageSubject


class ZoneEdit(PermissionRequired, FormView):
    """Name, code and basis of a zone."""

    permission = Permission.EDIT_ZONES
    form_class = ZoneForm
    template_name = "zones/edit.html"

    @cached_property
    def zone(self) -> HomeCareZone:
        mine = HomeCareZone.objects.editable_by(self.request.user)
        return get_object_or_404(mine.select_related("plan"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, str]:
        return {name: getattr(self.zone, name) for name in ZONE_FIELDS}

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "plan": self.zone.plan, "zone": self.zone}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        back = self.zone.get_absolute_url()
        return super().get_context_data(
            heading="圏域の修正", name=self.zone.name, back_url=back, **kwargs
        )

    def form_valid(self, form: ZoneForm) -> HttpResponse:
        values = {name: form.cleaned_data[name] for name in ZONE_FIELDS}
        reason = form.cleaned_data["reason"]
        update_zone(zone=self.zone, values=values, reason=reason, by=self.request.user)
        messages.success(self.request, f"{values['name']}を保存しました。")
        return redirect(self.zone)


class OfVersion(PermissionRequired):
    """A page of one version of a plan that the person may edit; any other is not found."""

    permission = Permission.EDIT_ZONES

    @cached_property
    def version(self) -> PlanVersion:
        mine = PlanVersion.objects.editable_by(self.request.user)
        related = mine.select_related("plan__prefecture")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        if request.user.may(self.permission):
            _ = self.version
        return super().dispatch(request, *args, **kwargs)


class VersionEdit(OfVersion, FormView):
    """The municipalities of each zone; ticked ones move to another zone."""

    form_class = MoveForm
    template_name = "zones/version.html"

    @cached_property
    def names(self) -> dict[str, str]:
        return expected_municipalities(self.version)

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "plan": self.version.plan, "names": self.names}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        placed = dict(
            self.version.memberships.values_list("municipality_id", "zone_id")
        )
        zones = [
            {
                "zone": zone,
                "towns": [
                    (code, name)
                    for code, name in self.names.items()
                    if placed.get(code) == zone.pk
                ],
            }
            for zone in self.version.plan.zones.order_by("code")
        ]
        form = kwargs.get("form") or self.get_form()
        picked = set(form.data.getlist("municipalities")) if form.is_bound else set()
        return super().get_context_data(
            version=self.version,
            zones=zones,
            unplaced=[(c, n) for c, n in self.names.items() if c not in placed],
            placed=sum(code in placed for code in self.names),
            picked=picked,
            panels=VERSION_PAGE.shown(self._subject()),
            versions=self.version.plan.versions.order_by("number"),
            **{**kwargs, "form": form},
        )

    def _subject(self) -> PageSubject:
        return PageSubject(self.version, timezone.localdate(), self.request.user)

    def form_valid(self, form: MoveForm) -> HttpResponse:
        try:
            move_municipalities(
                version=self.version, **form.cleaned_data, by=self.request.user
            )
        except BrokenPartition as broken:
            for message in broken.messages:
                form.add_error(None, message)
            return self.form_invalid(form)
        zone, moved = form.cleaned_data["zone"], form.cleaned_data["municipalities"]
        words = "、".join(self.names[code] for code in moved)
        messages.success(self.request, f"{words}を{zone.name}に移しました。")
        return redirect("zones:version", self.version.pk)


class ZoneCreate(OfVersion, FormView):
    form_class = ZoneForm
    template_name = "zones/edit.html"

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "plan": self.version.plan}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        back = redirect("zones:version", self.version.pk).url
        return super().get_context_data(
            heading="圏域を加える", name=str(self.version), back_url=back, **kwargs
        )

    def form_valid(self, form: ZoneForm) -> HttpResponse:
        made = create_zone(
            plan=self.version.plan, **form.cleaned_data, by=self.request.user
        )
        messages.success(
            self.request, f"{made.name}を加えました。市区町村を移してください。"
        )
        return redirect("zones:version", self.version.pk)
