"""Views that ask for a named permission before they do anything."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.roles import Permission


class PermissionRequired:
    """Mixin of class-based views: ``permission`` for all methods, ``write_permission`` for POST.

    A view without ``permission`` refuses everyone, so forgetting it fails closed.
    """

    permission: Permission | None = None
    write_permission: Permission | None = None
    # Django's form views would take PUT as POST.
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        wanted = self.permission
        if request.method not in {"GET", "HEAD", "OPTIONS"} and self.write_permission:
            wanted = self.write_permission
        if wanted is None or not request.user.may(wanted):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
