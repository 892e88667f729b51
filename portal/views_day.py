"""Saying back the day that somebody typed, in both calendars, by the portal's own parser."""

from django.http import HttpRequest, JsonResponse
from django.views import View

from formats.dates import DateError, fiscal_year, fiscal_year_label, parse_date, wareki

WEEKDAYS = "月火水木金土日"


class DayEcho(View):
    """GET with ``text``: the day in words, or what is wrong with it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> JsonResponse:
        try:
            day = parse_date(request.GET.get("text", ""))
        except DateError as error:
            return JsonResponse({"right": False, "words": str(error)})
        words = (
            f"{wareki(day)}（{day.year}年{day.month}月{day.day}日・"
            f"{WEEKDAYS[day.weekday()]}曜日）　{fiscal_year_label(fiscal_year(day))}"
        )
        return JsonResponse({"right": True, "words": words})
