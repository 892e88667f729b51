"""Making an edition: choosing, writing its words, freezing."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from reports import actions
from reports.collecting.asked import NoPlan, NothingToReport
from reports.forms import EditionForm
from reports.models import Edition
from reports.presenters import making
from reports.registry import KINDS
from reports.tasks import enqueue_typesetting
from reports.views.moves import EditionMove
from reports.views.scope import OfOneEdition, own_prefecture
from zones.days import asked_day
from zones.models import Prefecture


class EditionCreate(PermissionRequired, FormView):
    """First the kind, then what is chosen for it."""

    permission = Permission.MAKE_REPORTS
    template_name = "reports/create.html"
    form_class = EditionForm

    @cached_property
    def kind(self) -> str:
        asked = self.request.GET.get("kind", "")
        return asked if asked in KINDS else next(iter(KINDS))

    @cached_property
    def prefecture(self) -> Prefecture:
        return own_prefecture(self.request.user)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {
            "kind": self.kind,
            "prefecture": self.prefecture,
            "user": self.request.user,
        }

    def get_initial(self) -> dict:
        issued = Edition.objects.visible_to(self.request.user).published()
        last = issued.filter(kind=self.kind).latest()
        asked = asked_day(self.request.GET, today=timezone.localdate(), name="as_of")
        parts = self.request.GET.getlist("part")
        return ({"parts": parts} if parts else {}) | {
            "as_of": asked.day,
            "zones": self.request.GET.getlist("zone"),
            "title": KINDS[self.kind].title,
            "previous": last.pk if last else None,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "tabs": making.kind_tabs(self.kind),
            "lede": making.lede(self.kind),
            "groups": making.groups(context["form"]),
        }

    def form_valid(self, form: EditionForm) -> HttpResponse:
        """「作る」 freezes at once; 「文章を書く」 leaves the edition open for its words."""
        user = self.request.user
        chosen = {
            "kind": self.kind,
            "prefecture": self.prefecture,
            "choices": form.choices,
            "by": user,
        }
        try:
            with transaction.atomic():
                if "write" in self.request.POST:
                    edition = actions.prepare_edition(**chosen)
                    return redirect(edition)
                today = timezone.localdate()
                edition = actions.make_edition(**chosen, today=today)
                enqueue_typesetting(edition.pk, user.pk)
        except NoPlan as problem:
            form.add_error("as_of", str(problem))
        except NothingToReport as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(edition)
        return self.form_invalid(form)


class EditionChoose(OfOneEdition, EditionCreate):
    """Choose differently while nothing is frozen."""

    changing = True
    template_name = "reports/choose.html"

    @property
    def kind(self) -> str:
        return self.edition.kind

    @property
    def prefecture(self) -> Prefecture:
        return self.edition.prefecture

    def get_initial(self) -> dict:
        edition = self.edition
        kept = {name: getattr(edition, name) for name in actions.Choices.__dataclass_fields__}  # fmt: skip
        return kept | {
            "zones": edition.zone_codes,
            "previous": edition.previous_id,
            "plan": None,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(edition=self.edition, **kwargs)

    def form_valid(self, form: EditionForm) -> HttpResponse:
        try:
            actions.choose(
                edition=self.edition, choices=form.choices, by=self.request.user
            )
        except NoPlan as problem:
            form.add_error("as_of", str(problem))
            return self.form_invalid(form)
        except actions.WrongState:
            messages.error(
                self.request, "データを凍結したあとは、選んだ内容を変えられません。"
            )
        else:
            messages.success(self.request, "選んだ内容を変えました。")
        return redirect(self.edition)


class EditionFreeze(EditionMove):
    question = "データを凍結して作りますか"
    text = (
        "今のデータと文章を凍結し、PDFとExcelを作ります。"
        "凍結したあとのデータの変更は、この版に入りません。"
    )
    confirm = "凍結して作る"
    done = "データを凍結しました。PDFとExcelを作っています。"

    @staticmethod
    def action(*, edition: Edition, by) -> None:
        actions.freeze_edition(edition=edition, today=timezone.localdate(), by=by)

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NothingToReport as problem:
            messages.error(self.request, str(problem))
            return redirect(self.edition)

    def after(self) -> None:
        enqueue_typesetting(self.edition.pk, self.request.user.pk)


class EditionRewrite(EditionMove):
    question = "今の文章を入れて作り直しますか"
    text = "凍結したデータはそのままで、文章だけを入れ替えてPDFとExcelを作り直します。"
    confirm = "作り直す"
    done = "作り直しています。"
    action = staticmethod(actions.rewrite_edition)

    def after(self) -> None:
        enqueue_typesetting(self.edition.pk, self.request.user.pk)
