"""The register by zone and by kind on a chosen day, and the cases on their way."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import PermissionRequired
from accounts.lists.listing import Listing
from accounts.models import SavedView, User
from accounts.roles import Permission
from designations.filters import RegisterFilter
from designations.kinds import Kind
from designations.models import Designation
from designations.presenters import kind_badge, state_badge
from designations.register import Register, ZoneRegister, register_on
from designations.sheets import zones_table
from designations.tables import ActTable
from designations.views.base import prefecture_of
from zones.downloads import EXPORTS, export
from zones.models import HomeCareZone

VIEWS = {"zone": "圏域別", "kind": "種類別", "cases": "案件（調整・審査）"}
ZONE_STATES = {
    "both": {"text": "両方あり", "tone": "ok"},
    "hub": {"text": "積極的役割なし", "tone": "warn"},
    "active": {"text": "拠点なし", "tone": "warn"},
    "going": {"text": "調整中", "tone": "plan", "shape": "half"},
    "none": {"text": "どちらもなし", "tone": "bad"},
}


def listed(user: User, query: QueryDict) -> QuerySet[Designation]:
    """The cases that a list shows for an address; the view by zone shows none."""
    view = query.get("view") if query.get("view") in VIEWS else "zone"
    prefecture = prefecture_of(user)
    found = RegisterFilter(query, user=user, view=view, prefecture=prefecture)
    visible = Designation.objects.visible_to(user).filter(prefecture=prefecture)
    if view == "cases":
        return _cases(found, visible)
    rows = visible.effective_on(found.day) if view == "kind" else visible.none()
    return found.narrow(rows)


class DesignationList(PermissionRequired, TemplateView):
    permission = Permission.VIEW_REGISTRY
    template_name = "designations/list.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        user, query = self.request.user, self.request.GET
        view = query.get("view") if query.get("view") in VIEWS else "zone"
        prefecture = prefecture_of(user)
        found = RegisterFilter(query, user=user, view=view, prefecture=prefecture)
        visible = Designation.objects.visible_to(user).filter(prefecture=prefecture)
        context = {
            "filter": found,
            "view": view,
            "day": found.day,
            "tabs": self._tabs(view, found.day),
            "may_edit": user.may(Permission.EDIT_DESIGNATIONS),
            "ways": _ways(user),
            "may_propose": user.may(Permission.PROPOSE_DESIGNATIONS),
            "prefecture": prefecture,
        }
        if view == "cases":
            context["listing"] = self._listing(_cases(found, visible), found.day)
        else:
            zones = HomeCareZone.objects.visible_to(user)
            register = register_on(prefecture, found.day, zones=zones)
            context |= {"figures": _figures(register), "register": register}
            if view == "zone":
                context["zones"] = _zone_rows(register, found)
            else:
                rows = found.narrow(visible.effective_on(found.day))
                rows = rows.order_by("-kind", "effective_from", "case_number")
                context["listing"] = self._listing(rows, found.day)
                context[
                    "listing"
                ].table.empty_text = "この日に効力のある指定はありません"
        return super().get_context_data(**kwargs, **context)

    def _tabs(self, view: str, day: date) -> list[dict[str, object]]:
        base = reverse("designations:list")
        on = f"&on={day.isoformat()}" if self.request.GET.get("on") else ""
        return [
            {"label": label, "url": f"{base}?view={key}{on}", "current": key == view}
            for key, label in VIEWS.items()
        ]

    def _listing(self, rows: QuerySet[Designation], day: date) -> Listing:
        may_edit = self.request.user.may(Permission.EDIT_DESIGNATIONS)
        table = ActTable(
            rows.with_parts(),
            self.request.GET,
            day=day,
            pick="bulk" if may_edit else "",
        )
        return Listing(
            self.request,
            table,
            which=SavedView.List.DESIGNATIONS,
            title="指定",
            as_of=day,
            bulk_url=reverse("designations:bulk"),
            bulk_label="選んだ案件をまとめて変更する",
        )

    def render_to_response(
        self, context: dict[str, object], **kwargs: object
    ) -> HttpResponse:
        form = self.request.GET.get("format", "")
        if context["view"] == "zone" and form in EXPORTS:
            table = zones_table(context["register"])
            return export([table], form, f"指定_圏域別_{context['day'].isoformat()}")
        listing = context.get("listing")
        file = listing.download() if listing else None
        return file or super().render_to_response(context, **kwargs)


def _cases(
    found: RegisterFilter, visible: QuerySet[Designation]
) -> QuerySet[Designation]:
    rows = visible if found.cleaned_data.get("status") else visible.in_progress()
    return found.narrow(rows).order_by("-updated_at", "pk")


def _ways(user: User) -> list[dict[str, str]]:
    """The other pages of the room that this person may open."""
    ways = [
        ("候補を選ぶ", "candidates", Permission.PROPOSE_DESIGNATIONS),
        ("適合確認", "compliance", Permission.VIEW_REGISTRY),
        ("工程", "roadmap", Permission.VIEW_REGISTRY),
        ("登録簿（過去の日・変化）", "register", Permission.VIEW_REGISTRY),
        ("まとめた変更", "bulk", Permission.EDIT_DESIGNATIONS),
    ]
    return [
        {"label": label, "url": reverse(f"designations:{name}")}
        for label, name, permission in ways
        if user.may(permission)
    ]


def _figures(register: Register) -> list[dict[str, object]]:
    total = len(register.zones)
    return [
        {"label": "在宅医療圏", "value": total, "unit": "圏域"},
        {
            "label": "拠点のある圏域",
            "value": total - len(register.lacking_hub),
            "unit": "圏域",
            "note": f"拠点なし {len(register.lacking_hub)}",
        },
        {
            "label": "積極的役割のある圏域",
            "value": total - len(register.lacking_active),
            "unit": "圏域",
            "note": f"なし {len(register.lacking_active)}",
        },
        {"label": "両方ある圏域", "value": register.with_both, "unit": "圏域"},
    ]


def _zone_rows(register: Register, found: RegisterFilter) -> list[dict[str, object]]:
    kept = [
        z
        for z in register.zones
        if found.chosen_zone is None or z.zone == found.chosen_zone
    ]
    kind = found.cleaned_data.get("kind")
    return [
        {
            "zone": line.zone,
            "state": ZONE_STATES[line.state],
            "hubs": _links(line, "hubs") if kind != Kind.ACTIVE else [],
            "actives": _links(line, "actives") if kind != Kind.HUB else [],
            "going": [
                {
                    "act": act,
                    "state": state_badge(act, register.day),
                    "kind": kind_badge(act),
                }
                for act in line.in_progress
                if not kind or act.kind == kind
            ],
        }
        for line in kept
    ]


def _links(line: ZoneRegister, column: str) -> list[dict[str, object]]:
    return [
        {"act": act, "partly": _is_partly(act, line.zone)}
        for act in getattr(line, column)
    ]


def _is_partly(act: Designation, zone: HomeCareZone) -> bool:
    return any(
        part.zone_id == zone.pk and part.municipalities.all()
        for part in act.parts.all()
    )
