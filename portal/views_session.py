"""Going on working: the answer to the warning that a session is about to end."""

from django.http import HttpRequest, JsonResponse
from django.views import View

from accounts.sessions import renew, seconds_left


class Stay(View):
    """POST: the session may be idle for its full time again, within its whole length."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        renew(request)
        return JsonResponse({"seconds": seconds_left(request)})
