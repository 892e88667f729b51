"""What a person is told, what is still to be read, and the tasks with a due day."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from accounts.models import Notice, NoticeRead
from accounts.notices import AlreadyDone, finish_task, mark_read, reopen_task
from portal.presenters_notices import notice_line

SHOWN = {"new": "未読", "tasks": "期限のあるもの", "all": "すべて"}
A_PAGE = 30


class NoticeList(TemplateView):
    """Everybody who signed in has notices; POST marks all of them as read."""

    template_name = "portal/notices.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        user = self.request.user
        mine = Notice.objects.visible_to(user)
        unread, tasks = mine.unread_by(user), mine.open_tasks()
        shown = self.request.GET.get("show", "")
        shown = shown if shown in SHOWN else "new"
        rows = {"new": unread, "tasks": tasks, "all": mine}[shown]
        page = Paginator(self._rows(rows), A_PAGE).get_page(
            self.request.GET.get("page")
        )
        counts = {"new": unread.count(), "tasks": tasks.count(), "all": None}
        return super().get_context_data(
            page=page,
            lines=[notice_line(n, timezone.localdate()) for n in page.object_list],
            shown=shown,
            unread=counts["new"],
            tabs=[
                {
                    "label": label,
                    "url": f"?show={key}",
                    "current": key == shown,
                    "count": counts[key],
                }
                for key, label in SHOWN.items()
            ],
            **kwargs,
        )

    def _rows(self, rows: QuerySet[Notice]) -> QuerySet[Notice]:
        read = NoticeRead.objects.filter(notice=OuterRef("pk"), user=self.request.user)
        return rows.annotate(is_read=Exists(read)).select_related("by", "done_by")

    def post(self, request: HttpRequest) -> HttpResponse:
        mine = Notice.objects.visible_to(request.user)
        mark_read(notices=mine.unread_by(request.user), by=request.user)
        messages.success(request, "すべて既読にしました。")
        return redirect("portal:notices")


class OfOneNotice(View):
    """A notice of this person; anybody else's is 404."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = Notice.objects.visible_to(request.user)
        return self.do(get_object_or_404(mine, pk=pk))

    def do(self, notice: Notice) -> HttpResponse:
        raise NotImplementedError


class NoticeOpen(OfOneNotice):
    """Marks a notice as read and goes where it points."""

    def do(self, notice: Notice) -> HttpResponse:
        mark_read(notices=[notice], by=self.request.user)
        # What is stored is an address of the portal; it is checked again before it is followed.
        inside = notice.link.startswith("/") and not notice.link.startswith("//")
        return redirect(notice.link if inside else reverse("portal:notices"))


class NoticeFinish(OfOneNotice):
    def do(self, notice: Notice) -> HttpResponse:
        try:
            finish_task(task=notice, by=self.request.user)
        except AlreadyDone:
            messages.info(self.request, "ほかの人が先に済ませています。")
        else:
            messages.success(self.request, f"「{notice.text}」を済みにしました。")
        return redirect(f"{reverse('portal:notices')}?show=tasks")


class NoticeReopen(OfOneNotice):
    def do(self, notice: Notice) -> HttpResponse:
        reopen_task(task=notice, by=self.request.user)
        messages.success(self.request, f"「{notice.text}」を未了に戻しました。")
        return redirect(f"{reverse('portal:notices')}?show=tasks")
