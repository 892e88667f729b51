"""What an upload would change, page by page, and the buttons that decide about it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from accounts.sent_forms import SentBefore, once
from facilities.models import FilingKind
from imports.actions import (
    apply_upload,
    bring_back_upload,
    decide_matches,
    discard_upload,
    undo_upload,
)
from imports.errors import NotReady, NotUndoable, StalePreview
from imports.forms import ChangeFilter, is_certain, read_matches
from imports.models import PlannedChange, Upload
from imports.presenters import preview
from imports.presenters.changes import change_row
from imports.presenters.deciding import apply_bar, banner, may_undo
from imports.presenters.effects import (
    act_effects,
    badges_by_facility,
    is_partial,
    zone_effects,
)
from imports.presenters.matches import question
from imports.presenters.remarks import remarks_of
from imports.taking_back import later_upload, undo_plan
from imports.titles import nouns_of, shown_file_name, title_of
from imports.views.base import OfOneUpload
from zones.region import region_on

PER_PAGE = 50
MOST_KEPT = 50
STILL_OPEN = (
    "誤りのある行か、照合が必要な医療機関が残っているため、適用しませんでした。"
    "すべて直すか、「正しい行だけ取り込む」を選んでください。"
)
APPLIED = "適用しました。"
UNDECIDED = {Upload.Status.READY, Upload.Status.HAS_ERRORS}
Outcome = PlannedChange.Outcome
Status = Upload.Status


class UploadPreview(PermissionRequired, OfOneUpload, View):
    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload, user = self.upload, request.user
        if not upload.has_preview:
            return redirect(upload)
        tab = self._tab()
        acts = act_effects(upload, day=self.today, user=user)
        form = ChangeFilter(request.GET, region=self.region)
        rows = form.narrow(
            upload.changes.filter(outcome=tab), [one.facility for one in acts]
        ).order_by("municipality", "code", "pk")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        kinds = dict(FilingKind.objects.values_list("pk", "symbol_as_printed"))
        badges = badges_by_facility(acts)
        stale = preview.stale_names(upload)
        zones, whole = zone_effects(upload, self.region)
        subject, unit = nouns_of(upload)
        context: dict[str, Any] = {
            "upload": upload,
            "title": title_of(upload),
            "badge": preview.state_badge(upload),
            "steps": preview.steps(upload),
            "tabs": preview.tabs(upload, tab),
            "tab": tab,
            "tab_label": Outcome(tab).label,
            "form": form,
            "page": page,
            "rows": [
                change_row(c, places=self.region.places, kinds=kinds, effects=badges)
                for c in page
            ],
            "acts": acts,
            "zones": zones,
            "whole": whole,
            "partial": is_partial(upload),
            "subject": subject,
            "unit": unit,
            "facts": preview.facts(upload, user, is_stale=bool(stale)),
            **self._questions(page, tab),
            "banner": banner(upload, stale),
            "same_file": preview.same_file_note(upload, user),
            "bar": apply_bar(upload, user, stale),
            "may_undo": may_undo(upload, user),
            "remarks": remarks_of(upload, user),
        }
        return render(request, "imports/preview.html", context)

    def _questions(self, page: Any, tab: str) -> dict[str, Any]:
        """What a person must decide, while there is something to decide."""
        if tab != Outcome.AMBIGUOUS or self.upload.status not in UNDECIDED:
            return {}
        asked = self.upload.changes.filter(outcome=Outcome.AMBIGUOUS)
        return {
            "questions": [question(change, self.region.places) for change in page],
            "certain": sum(is_certain(change) for change in asked),
        }

    def _tab(self) -> str:
        asked = self.request.GET.get("tab", "")
        shown = set(Outcome.values) - {Outcome.INVALID}
        return asked if asked in shown else preview.first_tab(self.upload)

    @cached_property
    def today(self) -> Any:
        return timezone.localdate()

    @cached_property
    def region(self) -> Any:
        return region_on(self.request.user, self.today)


class UploadDecide(PermissionRequired, OfOneUpload, View):
    """Takes decisions about unknown codes and compares the upload again."""

    permission = Permission.APPLY_LISTS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        asked = upload.changes.filter(outcome=Outcome.AMBIGUOUS).order_by("pk")
        decisions = read_matches(request.POST, asked)
        back = f"{reverse('imports:preview', args=[upload.pk])}?tab=ambiguous"
        if not decisions:
            messages.warning(request, "判断を1つ以上選んでください。")
            return redirect(back)
        try:
            decide_matches(upload=upload, decisions=decisions, by=request.user)
        except NotReady:
            messages.warning(request, "この取込は、いまは判断を変えられません。")
            return redirect(upload)
        except StalePreview as gone:
            text = f"{gone}の候補は、統合などで登録からなくなりました。もう一度照合してください。"
            messages.warning(request, text)
            return redirect(upload)
        messages.success(request, f"{len(decisions):,}件の判断を覚えました。")
        return redirect(upload)


class UploadApply(PermissionRequired, OfOneUpload, View):
    """Applies the stored preview; a second press meets what the first one did."""

    permission = Permission.APPLY_LISTS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        try:
            leave = request.POST.get("scope") == "good"
            with once(request) as sent:
                apply_upload(upload=upload, leave=leave, by=request.user)
                sent.leads_to, sent.words = upload.get_absolute_url(), APPLIED
        except SentBefore as before:
            return before.answer(request)
        except NotReady:
            upload.refresh_from_db(fields=["status"])
            if upload.status in UNDECIDED:
                messages.warning(request, STILL_OPEN)
            elif upload.status != Status.APPLIED:
                messages.warning(request, "この取込は、いまは適用できません。")
        except StalePreview as stale:
            messages.error(
                request,
                f"確認のあとに登録が変わったため、適用しませんでした：{stale}",
            )
        else:
            messages.success(request, APPLIED)
        return redirect(upload)


class UploadUndo(PermissionRequired, OfOneUpload, View):
    """Asks with what would happen, then takes the whole upload back."""

    permission = Permission.APPLY_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        if upload.status != Status.APPLIED:
            return redirect(upload)
        plan, later = undo_plan(upload), later_upload(upload)
        mine = Upload.objects.visible_to(request.user)
        seen = later and mine.filter(pk=later.pk).exists()
        context = {
            "upload": upload,
            "title": title_of(upload),
            "plan": plan,
            "kept": plan.kept[:MOST_KEPT],
            "more": max(len(plan.kept) - MOST_KEPT, 0),
            "later": later,
            "later_url": later.get_absolute_url() if seen else "",
        }
        return render(request, "imports/undo.html", context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        try:
            kept = undo_upload(upload=upload, by=request.user)
        except NotUndoable as reason:
            messages.warning(request, str(reason))
        else:
            left = f"直されていた{len(kept):,}件はそのままです。" if kept else ""
            messages.success(request, f"取込を取り消しました。{left}")
        return redirect(upload)


class UploadDiscard(PermissionRequired, OfOneUpload, View):
    """Asks, then puts the upload aside without applying it."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        context = {
            "question": "この取込を取りやめますか",
            "text": "登録は変わりません。ファイルと確認の内容は残り、あとで元に戻せます。",
            "facts": [
                {"label": "ファイル", "value": shown_file_name(upload)},
                {"label": "名簿", "value": title_of(upload)},
            ],
            "confirm": "取りやめる",
            "danger": True,
            "back_url": upload.get_absolute_url(),
        }
        return render(request, "confirm.html", context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            discard_upload(upload=self.upload, by=request.user)
        except NotReady:
            messages.warning(request, "この取込は、いまは取りやめられません。")
            return redirect(self.upload)
        messages.success(request, "取込を取りやめました。登録は変わっていません。")
        return redirect("imports:list")


class UploadBringBack(PermissionRequired, OfOneUpload, View):
    """Lets an upload that was put aside wait again."""

    permission = Permission.UPLOAD_LISTS

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        try:
            bring_back_upload(upload=upload, status=upload.stood_as, by=request.user)
        except NotReady:
            messages.warning(request, "この取込は、いまは元に戻せません。")
        else:
            messages.success(
                request, "取りやめを元に戻しました。内容を確かめてください。"
            )
            upload.refresh_from_db()
        return redirect(upload)
