"""Takes what people say about a preview."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from imports.errors import NotReady, SelfApproval
from imports.forms import RemarkForm
from imports.presenters.remarks import seen_words
from imports.reviewing import approve_upload, comment_on_upload
from imports.views.base import OfOneUpload


class UploadRemarkCreate(PermissionRequired, OfOneUpload, View):
    """A comment, or an approval where that button was pressed."""

    permission = Permission.UPLOAD_LISTS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload, form = self.upload, RemarkForm(request.POST)
        back = redirect(reverse("imports:preview", args=[upload.pk]) + "#remarks")
        if not form.is_valid():
            messages.warning(request, " ".join(form.errors["text"]))
            return back
        text, by = form.cleaned_data["text"], request.user
        if "approve" in request.POST:
            self._approve(text)
        elif text:
            comment_on_upload(upload=upload, text=text, by=by)
            messages.success(request, "コメントを加えました。")
        else:
            messages.warning(request, "コメントを入力してください。")
        return back

    def _approve(self, text: str) -> None:
        request = self.request
        if not request.user.may(Permission.APPLY_LISTS):
            messages.warning(request, "承認する権限がありません。")
            return
        try:
            if request.POST.get("seen") != seen_words(self.upload):
                raise NotReady
            approve_upload(upload=self.upload, text=text, by=request.user)
        except SelfApproval:
            messages.warning(
                request, "自分の取込は承認できません。ほかの人に頼んでください。"
            )
        except NotReady:
            messages.warning(
                request,
                "確認のあとに登録か取込が変わったため、承認しませんでした。もう一度照合してください。",
            )
        else:
            messages.success(request, "承認しました。")
