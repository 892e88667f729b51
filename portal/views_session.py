"""Going on working: the answer to the warning that a session is about to end."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views import View

from portal.context import STAYED_AT


class Stay(View):
    """POST: the session lasts its full length again from now on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        # Saving a session is what renews its end in the database.
        request.session[STAYED_AT] = timezone.now().timestamp()
        return JsonResponse({"seconds": settings.SESSION_COOKIE_AGE})
