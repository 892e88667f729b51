"""Health for load balancers, figures for monitoring, and the administrator's page of the queue."""

import hmac
import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import TemplateView
from django_tasks_db.models import DBTaskResult

from accounts.access import PermissionRequired
from accounts.roles import Permission
from portal.operations import checks, queue
from portal.operations.metrics import metrics_text

logger = logging.getLogger("portal.health")
LOOK_ONLY = ["get", "head", "options"]
MOST_ROWS = 100


@method_decorator(login_not_required, name="dispatch")
class Healthz(View):
    """The process answers. Asks nothing of the database, so that a restart is not the cure for it."""

    http_method_names = LOOK_ONLY

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"status": "ok"})


@method_decorator(login_not_required, name="dispatch")
class Readyz(View):
    """The process can do its work: 503 takes it out of the balancer until it can."""

    http_method_names = LOOK_ONLY

    def get(self, request: HttpRequest) -> JsonResponse:
        try:
            found = checks.ready()
        except DatabaseError as reason:
            logger.warning("not ready", exc_info=reason)
            return JsonResponse({"status": "database"}, status=503)
        wrong = [finding for finding in found if finding.trouble]
        if wrong:
            logger.warning("not ready: %s", ", ".join(f.name for f in wrong))
            return JsonResponse({"status": "not ready"}, status=503)
        return JsonResponse({"status": "ok"})


@method_decorator(login_not_required, name="dispatch")
class Metrics(View):
    """Given to the holder of the token in the settings; without a token there is no such page."""

    http_method_names = LOOK_ONLY

    def get(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = settings.METRICS_TOKEN
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            return HttpResponse(status=404)
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return HttpResponse(metrics_text(), content_type=kind)


class Queue(PermissionRequired, TemplateView):
    """What waits, what runs and what was given up."""

    permission = Permission.ADMINISTER
    template_name = "portal/queue.html"
    http_method_names = LOOK_ONLY

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        now = timezone.now()
        state = queue.state(now)
        rows = DBTaskResult.objects.exclude(status="SUCCESSFUL")
        return super().get_context_data(
            state=state,
            figures=[
                {"label": "待っている処理", "value": state.waiting, "unit": "件"},
                {"label": "実行中の処理", "value": state.running, "unit": "件"},
                {"label": "打ち切った処理", "value": state.dead, "unit": "件"},
                {"label": "動いているワーカー", "value": state.workers, "unit": "個"},
            ],
            rows=[_line(task) for task in rows.order_by("-enqueued_at")[:MOST_ROWS]],
            most=MOST_ROWS,
            **kwargs,
        )


class QueueStep(PermissionRequired, View):
    """POST: try given-up work again, or take it off the list."""

    permission = Permission.ADMINISTER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str, step: str) -> HttpResponse:
        task = get_object_or_404(DBTaskResult, pk=pk)
        if step == "retry":
            done = queue.retry(task=task, now=timezone.now(), by=request.user)
        else:
            done = queue.drop(task=task, by=request.user)
        if done:
            messages.success(request, "受け付けました。")
        else:
            messages.warning(request, "この処理は打ち切りの一覧にもうありません。")
        return redirect("portal:queue")


TASKS = {
    "prepare": "名簿の読み取り",
    "look_after": "名簿と報告書の見守り",
    "typeset": "報告書の組版",
    "check_compliance": "適合の確認",
}
STATES = {
    "READY": ("待ち", ""),
    "RUNNING": ("実行中", "info"),
    "FAILED": ("打ち切り", "bad"),
}


def _line(task: DBTaskResult) -> dict[str, object]:
    name = task.task_path.rpartition(".")[2]
    words, tone = STATES.get(task.status, (task.status, ""))
    later = task.status == "READY" and task.run_after > timezone.now()
    return {
        "task": task,
        "name": TASKS.get(name, name),
        "state": "再試行待ち" if later and task.worker_ids else words,
        "tone": tone,
        "tries": len(task.worker_ids),
        "reason": task.exception_class_path.rpartition(".")[2],
        "dead": task.status == "FAILED",
    }
