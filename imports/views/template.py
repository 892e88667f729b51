"""Our own form to take away, filled in with the facilities of the person's region."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.audit import record
from accounts.roles import Permission
from imports.template import TooManyRows, template_workbook
from imports.views.downloads import XLSX, attachment


class TemplateDownload(PermissionRequired, View):
    """``?empty=1`` leaves it blank; ``?municipality=`` cuts it to some municipalities."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        try:
            content = template_workbook(
                user=request.user,
                on=today,
                municipalities=request.GET.getlist("municipality") or None,
                empty=bool(request.GET.get("empty")),
            )
        except TooManyRows as reason:
            messages.warning(request, str(reason))
            return redirect("imports:create")
        record("download_template", by=request.user)
        return attachment(content, f"医療機関の様式_{today:%Y%m%d}.xlsx", XLSX)
