"""The residents' pages and the open data. They read the newest release and nothing else.

No sign-in, no cookie, and only while ``PUBLIC_PAGES`` is on; elsewhere every address is 404.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.generic import TemplateView

from formats.csv_text import write_csv
from portal.models import PublicRelease
from portal.public import open_data, presenters
from portal.public.reading import Released, contents, current

KEEP_SECONDS = 600
PAGE_SIZE = 30


@method_decorator(
    [
        login_not_required,
        conditional_page,
        cache_control(public=True, max_age=KEEP_SECONDS),
    ],
    name="dispatch",
)
class PublicPage(TemplateView):
    """A page about the release of one prefecture; without one it does not exist."""

    http_method_names = ["get", "head", "options"]

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if not settings.PUBLIC_PAGES:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def release(self) -> PublicRelease:
        found = current(self.kwargs["prefecture"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def contents(self) -> Released:
        return contents(self.release)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            release=self.release, demonstration=settings.DEMONSTRATION, **more
        )


class PublicIndex(PublicPage):
    """To the prefecture's page; where the portal serves several, a list of them."""

    template_name = "public/index.html"

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        rows = PublicRelease.objects.filter(state=PublicRelease.State.RELEASED)
        codes = sorted(set(rows.values_list("prefecture_id", flat=True)))
        if not codes:
            raise Http404
        if len(codes) == 1:
            return redirect("public:list", codes[0])
        releases = [current(code) for code in codes]
        return self.render_to_response({"releases": releases})


class PublicList(PublicPage):
    """Desks and institutions by place and by what is sought."""

    template_name = "public/list.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        chosen = presenters.asked(self.contents, self.request.GET)
        found = self.contents.found(chosen.places, chosen.what, chosen.text)
        pages = Paginator(found, PAGE_SIZE)
        page = pages.get_page(self.request.GET.get("page"))
        code = self.release.prefecture_id
        return super().get_context_data(
            chosen=chosen,
            areas=presenters.areas(self.contents, chosen),
            sought=presenters.SOUGHT,
            total=len(found),
            page=page,
            entries=[presenters.entry(body, code) for body in page],
            query=chosen.query(),
            map=presenters.map_of(self.contents, chosen, code),
            **more,
        )


class PublicBody(PublicPage):
    """One body under its stable address."""

    template_name = "public/body.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        body = self.contents.by_key.get(self.kwargs["key"])
        if body is None:
            raise Http404
        names = {t.code: t.name for zone in self.contents.zones for t in zone.members}
        return super().get_context_data(
            entry=presenters.entry(body, self.release.prefecture_id),
            areas=[names[code] for code in body.areas if code in names],
            **more,
        )


class PublicDictionary(PublicPage):
    """What each column of the open data means."""

    template_name = "public/dictionary.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        fields = open_data.FIELDS
        return super().get_context_data(
            fields=fields, licence=open_data.LICENCE_NAME, **more
        )


class PublicFile(PublicPage):
    """A file of open data: ``answer`` makes it from the release."""

    answer: Callable[..., HttpResponse]

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        response = type(self).answer(self)
        # Other sites may read open data from a browser.
        response["Access-Control-Allow-Origin"] = "*"
        return response


class PublicCsv(PublicFile):
    def answer(self) -> HttpResponse:
        content = write_csv(open_data.table(self.release, self.contents.bodies))
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        name = f"zaitaku-{self.release.prefecture_id}-{self.release.as_of:%Y%m%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class PublicJson(PublicFile):
    def answer(self) -> HttpResponse:
        absolute = self.request.build_absolute_uri
        return _json(open_data.as_json(self.release, self.contents, absolute))


class PublicCatalogue(PublicFile):
    def answer(self) -> HttpResponse:
        absolute = self.request.build_absolute_uri
        response = _json(open_data.catalogue(self.release, absolute))
        response["Content-Type"] = "application/ld+json"
        return response


def _json(value: object) -> JsonResponse:
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False})
