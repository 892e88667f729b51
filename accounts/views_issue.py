"""The administrator's page that issues a code for a new password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View

from accounts.access import PermissionRequired
from accounts.models import User
from accounts.reset_codes import issue_code
from accounts.roles import Permission


class IssueCode(PermissionRequired, View):
    """GET asks; POST issues the code and shows it this once."""

    permission = Permission.ADMINISTER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User, pk=pk, is_active=True)
        return render(request, "account/issue_code.html", {"person": person})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User, pk=pk, is_active=True)
        code = issue_code(
            user=person,
            without_second_factor="without_second_factor" in request.POST,
            now=timezone.now(),
            by=request.user,
        )
        values = {"person": person, "code": code}
        return render(request, "account/issue_code.html", values)
