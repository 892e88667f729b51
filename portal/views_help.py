"""Help: the manual by chapter, the glossary, the sources of data, the accessibility statement."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from portal.manual import chapters, glossary
from portal.sources import facts, lists_of


class HelpPage(TemplateView):
    http_method_names = ["get", "head", "options"]


class Manual(HelpPage):
    """One chapter, or the first where none is named."""

    template_name = "portal/manual.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        found = chapters()
        slug = self.kwargs.get("chapter") or next(iter(found), "")
        if slug not in found:
            raise Http404
        return super().get_context_data(
            **{**more, "chapter": found[slug], "chapters": found.values()}
        )


class Glossary(HelpPage):
    template_name = "portal/glossary.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(terms=glossary(), **more)


class Sources(HelpPage):
    """Where the facts come from, and until which day each list reaches."""

    template_name = "portal/sources.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            sources=facts(), lists=lists_of(self.request.user), **more
        )


@method_decorator(login_not_required, name="dispatch")
class Accessibility(HelpPage):
    template_name = "portal/accessibility.html"
