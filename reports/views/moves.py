"""Steps of an edition's course: each page asks first, and one action does it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from accounts.sent_forms import SentBefore, once
from reports import actions
from reports.forms import CorrectionForm, NoForm, ReasonForm
from reports.presenters import library
from reports.tasks import enqueue_typesetting
from reports.views.scope import OfOneEdition


class EditionMove(PermissionRequired, OfOneEdition, FormView):
    """A page that asks, and a step of the edition's course."""

    template_name = "confirm.html"
    permission = Permission.MAKE_REPORTS
    form_class = NoForm
    changing = True
    danger = False
    question = text = confirm = done = ""
    action: Callable[..., object]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "question": self.question,
            "text": self.text,
            "confirm": self.confirm,
            "danger": self.danger,
            "facts": library.facts(self.edition, [])[:3],
            "back_url": self.edition.get_absolute_url(),
        }

    def form_valid(self, form) -> HttpResponse:
        edition = self.edition
        try:
            with once(self.request) as sent:
                type(self).action(
                    edition=edition, by=self.request.user, **form.cleaned_data
                )
                self.after()
                sent.leads_to, sent.words = edition.get_absolute_url(), self.done
        except SentBefore as before:
            return before.answer(self.request)
        except actions.WrongState:
            edition.refresh_from_db()
            messages.error(
                self.request,
                f"この版は今「{edition.get_status_display()}」のため、変わりませんでした。今の状態を確かめてください。",
            )
        except actions.NotBySameOfficial as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.done)
        return redirect(edition)

    def after(self) -> None:
        """What follows a step that was taken, and stands or falls with it."""


class EditionCheck(EditionMove):
    question = "この版を確認済みにしますか"
    text = (
        "PDFとExcelの内容を確かめた人として、名前と日時が残ります。"
        "作成した人や文章を書いた人は確認できません。"
    )
    confirm = "確認済みにする"
    done = "確認済みにしました。公表できます。"
    action = staticmethod(actions.check_edition)


class EditionSendBack(EditionMove):
    form_class = ReasonForm
    question = "この版を下書きに戻しますか"
    text = "確認を取り消し、下書きに戻します。文章を直せるようになります。"
    confirm = "下書きに戻す"
    done = "下書きに戻しました。"
    action = staticmethod(actions.send_back_edition)


class EditionPublish(EditionMove):
    permission = Permission.PUBLISH_REPORTS
    question = "この版を公表しますか"
    confirm = "公表する"
    done = "公表しました。委員の画面に表示されます。"
    action = staticmethod(actions.publish_edition)

    @property
    def text(self) -> str:
        words = (
            "委員が読み、ダウンロードできるようになります。"
            "公表した版は直せません。誤りがあれば訂正した新しい版を作ります。"
        )
        old = self.edition.corrects
        return (
            f"{words}第{old.number}版は「旧版」になり、記録として残ります。"
            if old
            else words
        )


class EditionWithdraw(EditionMove):
    question = "この版を取りやめますか"
    text = "公表できなくなります。記録と版の番号は残ります。あとで元に戻せます。"
    confirm = "取りやめる"
    danger = True
    done = "取りやめました。"
    action = staticmethod(actions.withdraw_edition)


class EditionBringBack(EditionMove):
    question = "取りやめた版を元に戻しますか"
    text = "取りやめる前の状態に戻ります。確認済みだった版は下書きに戻り、もう一度確認を受けます。"
    confirm = "元に戻す"
    done = "元に戻しました。"
    action = staticmethod(actions.bring_back_edition)


class EditionCancel(EditionMove):
    question = "PDFの作成を止めますか"
    text = "凍結したデータは残ります。あとで同じデータから作り直せます。"
    confirm = "作成を止める"
    done = "作成を止めました。"
    action = staticmethod(actions.cancel_edition)


class EditionRetry(EditionMove):
    question = "もう一度PDFを作りますか"
    text = "凍結した同じデータから作り直します。"
    confirm = "作り直す"
    done = "作り直しています。"
    action = staticmethod(actions.retry_edition)

    def after(self) -> None:
        enqueue_typesetting(self.edition.pk, self.request.user.pk)


class EditionCorrect(EditionMove):
    form_class = CorrectionForm
    question = "訂正版を作りますか"
    text = (
        "同じ内容を選んだ新しい版を準備し、文章を写します。"
        "公表するまで、今の版がそのまま読めます。"
    )
    confirm = "訂正版を準備する"

    def form_valid(self, form) -> HttpResponse:
        done = "訂正版を準備しました。直したら、凍結して作ってください。"
        try:
            with once(self.request) as sent:
                made = actions.correct_edition(
                    edition=self.edition, by=self.request.user, **form.cleaned_data
                )
                sent.leads_to, sent.words = made.get_absolute_url(), done
        except SentBefore as before:
            return before.answer(self.request)
        except actions.WrongState:
            messages.error(
                self.request, "公表している版だけを、一度に1つずつ訂正できます。"
            )
            return redirect(self.edition)
        messages.success(self.request, done)
        return redirect(made)
