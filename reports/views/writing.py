"""Writing the words of an edition, and copying them from another one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from reports import actions
from reports.collecting.words import places_of
from reports.forms import CopyForm, WordsForm
from reports.models import EditionText
from reports.presenters import writing
from reports.views.scope import OfOneEdition

CLOSED = "この版の文章は、今は直せません。下書きに戻すか、訂正版を作ってください。"


class EditionWrite(PermissionRequired, OfOneEdition, FormView):
    """All words of an edition on one page; what somebody else wrote meanwhile is not lost."""

    permission = Permission.MAKE_REPORTS
    template_name = "reports/write.html"
    form_class = WordsForm
    changing = True

    @cached_property
    def texts(self) -> dict[tuple[str, str], EditionText]:
        return {(one.about, one.key): one for one in self.edition.texts.all()}

    def get_form_kwargs(self) -> dict:
        texts = {place: one.text for place, one in self.texts.items()}
        places = list(places_of(self.edition))
        return super().get_form_kwargs() | {"places": places, "texts": texts}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        edition = self.edition
        return context | {
            "edition": edition,
            "groups": writing.groups(context["form"], edition),
            "copy": CopyForm(edition=edition, user=self.request.user),
            "closed": "" if writing.is_open(edition) else CLOSED,
        }

    def form_valid(self, form: WordsForm) -> HttpResponse:
        try:
            changed = actions.write_texts(
                edition=self.edition,
                texts=form.texts,
                seen=form.seen,
                by=self.request.user,
            )
        except actions.WrongState:
            form.add_error(None, CLOSED)
            return self.form_invalid(form)
        except actions.WrittenMeanwhile as meeting:
            form.show_meeting(meeting.places)
            return self.form_invalid(form)
        told = (
            f"{changed}か所の文章を保存しました。"
            if changed
            else "文章は変わっていません。"
        )
        messages.success(self.request, told)
        if "preview" in self.request.POST:
            return redirect("reports:preview", pk=self.edition.pk)
        return redirect(self.edition)


class EditionCopy(PermissionRequired, OfOneEdition, FormView):
    """Copy the words of another edition to where nothing is written yet."""

    permission = Permission.MAKE_REPORTS
    template_name = "confirm.html"
    form_class = CopyForm
    changing = True

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {
            "edition": self.edition,
            "user": self.request.user,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "question": "ほかの版の文章を写しますか",
            "text": "まだ何も書いていない箇所にだけ写します。書いた文章は変わりません。",
            "confirm": "写す",
            "back_url": reverse("reports:write", args=[self.edition.pk]),
        }

    def form_valid(self, form: CopyForm) -> HttpResponse:
        source = form.cleaned_data["source"]
        try:
            copied = actions.copy_texts(
                edition=self.edition, source=source, by=self.request.user
            )
        except actions.WrongState:
            messages.error(self.request, CLOSED)
        else:
            messages.success(self.request, f"「{source}」から{copied}か所の文章を写しました。")  # fmt: skip
        return redirect("reports:write", pk=self.edition.pk)
