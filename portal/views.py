"""Pages that read across all rooms."""

from django.utils import timezone
from django.views.generic import TemplateView

from portal.start import start_page


class Home(TemplateView):
    """The start page; everybody who signed in has one."""

    template_name = "portal/home.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        page = start_page(self.request.user, timezone.localdate())
        return super().get_context_data(page=page, **kwargs)
