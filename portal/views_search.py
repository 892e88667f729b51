"""The page of results of the search in the masthead."""

from django.utils import timezone
from django.views.generic import TemplateView

from portal.search import LONGEST, search


class Search(TemplateView):
    """Everybody who signed in may search; each finds what they may see."""

    template_name = "portal/search.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        text = self.request.GET.get("q", "").strip()[:LONGEST]
        groups = search(self.request.user, text, timezone.localdate())
        return super().get_context_data(
            text=text,
            groups=groups,
            total=sum(group.total for group in groups),
            **kwargs,
        )
