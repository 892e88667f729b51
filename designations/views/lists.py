"""The register by zone and by kind on a chosen day, and the cases on their way."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import PermissionRequired
from accounts.models import User
from accounts.roles import Permission
from designations.filters import RegisterFilter
from designations.kinds import Kind
from designations.models import Designation
from designations.presenters import kind_badge, rows_of, state_badge
from designations.register import Register, ZoneRegister, register_on
from designations.views.base import prefecture_of
from zones.models import HomeCareZone

VIEWS = {"zone": "圏域別", "kind": "種類別", "cases": "案件（調整・審査）"}
ZONE_STATES = {
    "both": {"text": "両方あり", "tone": "ok"},
    "hub": {"text": "積極的役割なし", "tone": "warn"},
    "active": {"text": "拠点なし", "tone": "warn"},
    "going": {"text": "調整中", "tone": "plan", "shape": "half"},
    "none": {"text": "どちらもなし", "tone": "bad"},
}
A_PAGE = 50


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
            context |= self._cases(found, visible)
        else:
            zones = HomeCareZone.objects.visible_to(user)
            register = register_on(prefecture, found.day, zones=zones)
            context |= {"figures": _figures(register), "register": register}
            context |= (
                {"zones": _zone_rows(register, found)}
                if view == "zone"
                else {"groups": _by_kind(found, visible, found.day)}
            )
        return super().get_context_data(**kwargs, **context)

    def _tabs(self, view: str, day: date) -> list[dict[str, object]]:
        base = reverse("designations:list")
        on = f"&on={day.isoformat()}" if self.request.GET.get("on") else ""
        return [
            {"label": label, "url": f"{base}?view={key}{on}", "current": key == view}
            for key, label in VIEWS.items()
        ]

    def _cases(
        self, found: RegisterFilter, visible: QuerySet[Designation]
    ) -> dict[str, object]:
        rows = visible if found.cleaned_data.get("status") else visible.in_progress()
        rows = found.narrow(rows).with_parts().order_by("-updated_at", "pk")
        page = Paginator(rows, A_PAGE).get_page(self.request.GET.get("page"))
        return {"page": page, "rows": rows_of(page.object_list, found.day)}


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


def _by_kind(
    found: RegisterFilter, visible: QuerySet[Designation], day: date
) -> list[dict[str, object]]:
    acts = found.narrow(visible.effective_on(day)).with_parts()
    acts = list(acts.order_by("effective_from", "case_number"))
    groups = []
    for kind in Kind:
        rows = rows_of([act for act in acts if act.kind == kind], day)
        if not found.cleaned_data.get("kind") or found.cleaned_data["kind"] == kind:
            groups.append({"kind": kind, "rows": rows})
    return groups
