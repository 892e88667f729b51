"""What other systems may read: zones, designations, indicators, published reports.

The key stands for an account, and everything goes through that account's region. Every question
has the same three parts: ``prefecture`` (2 digits, the account's first by default), ``on`` (a day
in any usual spelling, today by default), and an offset and limit where a list may be long.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.security import HttpBearer

from accounts.audit import record
from accounts.models import User
from designations.kinds import Kind
from designations.models import Designation
from formats.dates import DateError, parse_date
from indicators.kinds import AreaKind
from indicators.models import Indicator
from indicators.picture import Picture
from indicators.public import PublicValues
from indicators.querysets import prefectures_in_reach
from indicators.reading import reaches
from portal.api.keys import holder_of
from portal.api.schemas import (
    DesignationOut,
    IndicatorOut,
    Problem,
    ReportOut,
    ValueOut,
    ZoneOut,
)
from reports.models import Edition, EditionFile
from zones.access import region_scope
from zones.models import HomeCareZone, Municipality, PlanVersion
from zones.placement import placement

MOST = 1000


class KeyAuth(HttpBearer):
    """``Authorization: Bearer`` with a key that an administrator issued."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return holder_of(token, timezone.localdate())


api = NinjaAPI(
    title="在宅医療計画ポータル",
    version="1",
    description="閲覧専用。キーの利用者が見られる範囲だけを返します。",
    urls_namespace="api",
    # The page of documentation would load its script from outside; the description itself stays.
    docs_url=None,
    auth=KeyAuth(),
)


def _prefecture(user: User, wanted: str) -> str:
    """The prefecture asked for; one outside the account's reach is not found."""
    codes = sorted(region_scope(user).prefectures | prefectures_in_reach(user))
    code = wanted or (codes[0] if codes else "")
    if code not in codes:
        raise Http404
    return code


def _day(written: str) -> date:
    try:
        return parse_date(written) if written else timezone.localdate()
    except DateError as error:
        raise HttpError(422, str(error)) from error


@api.get("/zones", response={200: list[ZoneOut], 404: Problem, 422: Problem})
def zones(request: HttpRequest, prefecture: str = "", on: str = "") -> list[dict]:
    """Home-care zones of a prefecture with their municipalities on a day."""
    code = _prefecture(request.auth, prefecture)
    placed = placement(code, _day(on))
    names = _names(code)
    seen = HomeCareZone.objects.visible_to(request.auth).filter(pk__in=placed.zones)
    return [
        {
            "code": zone.code,
            "name": zone.name,
            "prefecture": code,
            "municipalities": [
                {"code": c, "name": names[c]} for c in placed.members(zone)
            ],
        }
        for zone in seen.order_by("code", "pk")
    ]


@api.get(
    "/designations", response={200: list[DesignationOut], 404: Problem, 422: Problem}
)
def designations(
    request: HttpRequest,
    prefecture: str = "",
    on: str = "",
    kind: str = "",
    offset: int = 0,
    limit: int = MOST,
) -> list[dict]:
    """Designations in force on a day; ``kind`` is hub or active."""
    code = _prefecture(request.auth, prefecture)
    rows = Designation.objects.visible_to(request.auth).filter(prefecture=code)
    rows = rows.effective_on(_day(on)).with_parts().order_by("kind", "case_number")
    if kind:
        if kind not in Kind.values:
            raise HttpError(422, "kindはhubまたはactiveです。")
        rows = rows.of_kind(kind)
    start = max(offset, 0)
    return [_designation(act) for act in rows[start : start + _limit(limit)]]


def _designation(act: Designation) -> dict[str, Any]:
    facility = act.operator.facility
    return {
        "id": str(act.pk),
        "case_number": act.case_number,
        "kind": act.kind,
        "name": act.shown_name,
        "operator_kind": act.operator.kind,
        "official_code": facility.code if facility else "",
        "zones": [
            {
                "code": part.zone.code,
                "name": part.zone.name,
                "municipalities": [
                    {"code": town.pk, "name": town.name}
                    for town in part.municipalities.all()
                ],
            }
            for part in act.parts.all()
        ],
        "functions": list(act.functions),
        "decided_on": act.decided_on,
        "effective_from": act.effective_from,
        "effective_until": act.effective_until,
        "document_number": act.document_number,
        "legal_basis": act.legal_basis,
    }


@api.get("/indicators", response={200: list[IndicatorOut], 404: Problem, 422: Problem})
def indicators(request: HttpRequest, prefecture: str = "", on: str = "") -> list[dict]:
    """The catalogue of the plan in force on a day."""
    rows = _catalogue(request.auth, _prefecture(request.auth, prefecture), _day(on))
    return [
        {
            "code": one.code,
            "name": one.name,
            "level": one.level,
            "function": one.function,
            "unit": one.unit,
            "numerator": one.numerator,
            "denominator": one.denominator,
            "direction": one.direction,
            "smallest_area": one.smallest_area,
            "source": one.data_source,
            "status": one.status,
        }
        for one in rows
    ]


@api.get(
    "/indicators/{code}/values",
    response={200: list[ValueOut], 404: Problem, 422: Problem},
)
def values(
    request: HttpRequest,
    code: str,
    by: str = AreaKind.PREFECTURE,
    prefecture: str = "",
    on: str = "",
) -> list[dict]:
    """Values by fiscal year for the areas of one kind; small counts of people are withheld."""
    place, day = _prefecture(request.auth, prefecture), _day(on)
    if by not in AreaKind.values:
        raise HttpError(422, f"byは{'、'.join(AreaKind.values)}のどれかです。")
    kind = AreaKind(by)
    indicator = _catalogue(request.auth, place, day).filter(code=code).first()
    if indicator is None or not reaches(indicator, kind):
        raise Http404
    picture = Picture(day, place)
    shown = PublicValues(indicator, picture)
    scope = region_scope(request.auth)
    whole = place in scope.prefectures or kind == AreaKind.PREFECTURE
    areas = [
        area
        for area in picture.areas(kind)
        if whole or area.codes & scope.municipalities
    ]
    found = []
    for area in areas:
        for year in shown.years([area]):
            reading = shown.reading(area, year)
            if reading is None:
                continue
            hidden = shown.is_hidden(area, year)
            found.append(
                {
                    "area_code": area.code,
                    "area_name": area.name,
                    "fiscal_year": year,
                    "value": None if hidden else reading.value,
                    "hidden": hidden,
                }
            )
    return found


def _catalogue(user: User, prefecture: str, day: date) -> Any:
    version = PlanVersion.objects.for_prefecture(prefecture, day)
    if version is None:
        return Indicator.objects.none()
    rows = version.indicators.visible_to(user).in_use()
    return rows.select_related("version__plan").order_by("order", "code")


@api.get("/reports", response={200: list[ReportOut], 404: Problem})
def reports(request: HttpRequest, prefecture: str = "") -> list[dict]:
    """Published reports, the newest first."""
    code = _prefecture(request.auth, prefecture)
    rows = Edition.objects.visible_to(request.auth).published()
    return [
        {
            "id": str(one.pk),
            "kind": one.kind,
            "title": one.title,
            "number": one.number,
            "as_of": one.as_of,
            "published_at": one.published_at,
            "sha256": one.sha256,
            "pdf": reverse("api:report_pdf", args=[one.pk]),
        }
        for one in rows.filter(prefecture=code)
        .defer("snapshot")
        .order_by("-as_of", "-number", "pk")[:MOST]
    ]


@api.get("/reports/{uuid:pk}.pdf", url_name="report_pdf", response={404: Problem})
def report_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The stored PDF of a published report, byte for byte."""
    rows = Edition.objects.visible_to(request.auth).published()
    edition = get_object_or_404(rows.defer("snapshot"), pk=pk)
    file = get_object_or_404(EditionFile, edition=edition, kind=EditionFile.Kind.PDF)
    record("download_edition", by=request.auth, target=edition, detail={"via": "api"})
    response = HttpResponse(bytes(file.content), content_type="application/pdf")
    name = f"{edition.file_stem}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _names(prefecture: str) -> dict[str, str]:
    rows = Municipality.objects.filter(prefecture=prefecture)
    return dict(rows.values_list("pk", "name"))


def _limit(asked: int) -> int:
    return min(max(asked, 1), MOST)


def _reads_only(pattern: URLPattern) -> Callable[..., HttpResponse]:
    described = pattern.name in {"openapi-json", "api-root"}
    return require_safe(pattern.callback) if described else pattern.callback


def addresses() -> tuple:
    """The API's URLs; the key is the sign-in, so the portal's own is not asked for."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        # Ninja's own description would answer any method.
        pattern.callback = login_not_required(_reads_only(pattern))
    return patterns, app, namespace
