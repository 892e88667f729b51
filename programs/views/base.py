"""What the pages of this room share: the reach of the request, the tabs, exports, and edit forms."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.access import PermissionRequired
from accounts.lists.listing import Listing
from accounts.records.history import changes_of, history_url
from accounts.roles import Permission
from accounts.sent_forms import SentBefore, once
from formats.tables import Table
from programs import areas
from programs.errors import RuleBroken, Stale
from programs.exports import download
from programs.reach import Reach, reach_of, year_choices
from programs.side_by_side import differences
from zones.models import HealthCentre

SAVED, SAME = "保存しました。", "内容が同じため、変更はありません。"


class RoomPage(PermissionRequired, TemplateView):
    """A page about one prefecture. ``tables`` are what its export holds."""

    permission = Permission.VIEW_REGISTRY
    tab = ""
    title = ""
    lede = ""

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def years(self) -> Iterable[int]:
        """The fiscal years that have something to show."""
        return ()

    @cached_property
    def year(self) -> int:
        return self.reach.year(self.years())

    def tables(self) -> list[Table]:
        return []

    @cached_property
    def listing(self) -> Listing | None:
        """The list of the page, where it is one; its file holds what the list shows."""
        return None

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if self.listing is not None and (file := self.listing.download()):
            return file
        form = request.GET.get("format", "")
        if form in ("xlsx", "csv") and (tables := self.tables()):
            stem = f"{self.title}_{self.reach.prefecture}_{self.reach.day:%Y%m%d}"
            return download(tables, form, stem)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            room="programs",
            title=self.title,
            lede=self.lede,
            reach=self.reach,
            year=self.year,
            year_choices=year_choices(self.years(), self.year, self.reach.this_year),
            tabs=areas.tabs(self.tab, self.query()),
            pages=areas.pages(self.tab, self.query()),
            **more,
        )

    def query(self) -> str:
        """What was asked, to be kept on the way to another page of the room."""
        return self.reach.query(year=self.reach.asked_year)


class EditPage(PermissionRequired, FormView):
    """A form about one thing: find it in the person's region, call one action, go back.

    The second of two simultaneous edits gets both values side by side.
    """

    permission = Permission.EDIT_PROGRAMS
    template_name = "programs/form.html"
    heading = ""
    lede = ""
    button = "保存する"
    saved = SAVED
    crumb = ("施策・事業", "programs:list")

    @cached_property
    def thing(self) -> Any:
        """The record being edited; None on a page that makes a new one."""
        return None

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        # Another region's record is 404 before anything else is said about it.
        if request.user.is_authenticated and request.user.may(self.permission):
            self.prepare()
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        _ = self.thing

    def find(self, rows: QuerySet, **condition: object) -> Any:
        """One record of those that the person may edit; else 404."""
        return get_object_or_404(rows.editable_by(self.request.user), **condition)

    def write(self, form: Any) -> object:
        """Call the action; None or False when it stood so already."""
        raise NotImplementedError

    def back_url(self) -> str:
        return self.thing.get_absolute_url()

    def after(self, written: object) -> str:
        """Where to go when it is written."""
        return self.back_url()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            with once(self.request) as sent:
                written = self.write(form)
                sent.leads_to, sent.words = self.after(written), self.saved
        except SentBefore as before:
            return before.answer(self.request)
        except RuleBroken as broken:
            form.add_error(None, forms.ValidationError(broken.messages))
            return self.form_invalid(form)
        except Stale:
            return self.show_both(form)
        if written is None or written is False:
            messages.info(self.request, SAME)
        else:
            messages.success(self.request, self.saved)
        return redirect(sent.leads_to)

    def show_both(self, form: forms.Form) -> HttpResponse:
        current = type(self.thing)._default_manager.get(pk=self.thing.pk)
        form.data = form.data.copy()
        form.data["version"] = str(current.version)
        context = self.get_context_data(form=form)
        context["differences"] = differences(current, form)
        return self.render_to_response(context, status=409)

    def about(self) -> str:
        """The words over the heading: what is being edited."""
        return str(self.thing) if self.thing is not None else ""

    def get_initial(self) -> dict[str, Any]:
        return {"version": getattr(self.thing, "version", None)}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            room="programs",
            heading=self.heading,
            about=self.about(),
            lede=self.lede,
            button=self.button,
            back_url=self.back_url(),
            crumb=self.crumb,
            **more,
        )


class RegionalEdit(EditPage):
    """An edit whose form offers the places of the person's region in one prefecture."""

    @property
    def prefecture(self) -> str:
        return self.thing.prefecture_id

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"user": self.request.user, "prefecture": self.prefecture}
        return {**super().get_form_kwargs(), **given}

    def get_initial(self) -> dict[str, Any]:
        """What stands now; fields that the form does not have do no harm."""
        names = self.get_form_class().Meta.fields
        return super().get_initial() | {n: getattr(self.thing, n) for n in names}


class CreatePage(RegionalEdit):
    """A form for something new in the prefecture that was asked for."""

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def prepare(self) -> None:
        _ = self.reach

    @property
    def prefecture(self) -> str:
        return self.reach.prefecture.pk

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "new": True}

    def get_initial(self) -> dict[str, Any]:
        return {}

    def first_centre(self) -> HealthCentre | None:
        """A clerk's own health centre; head office chooses."""
        if self.reach.sees_all:
            return None
        centres = HealthCentre.objects.visible_to(self.request.user)
        return centres.order_by("code").first()

    def back_url(self) -> str:
        return reverse(self.crumb[1]) + self.reach.query(year=self.reach.asked_year)

    def after(self, written: Any) -> str:
        return written.get_absolute_url()


class ConfirmPage(EditPage):
    """A page that asks before something happens: what, and whether it can be undone."""

    template_name = "confirm.html"
    question = ""
    text = ""
    danger = False

    def get_form_class(self) -> type[forms.Form]:
        return forms.Form

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        for message in form.non_field_errors():
            messages.error(self.request, message)
        return redirect(self.back_url())

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        about = self.about()
        if about and about not in self.question:
            more.setdefault("facts", [{"label": "対象", "value": about}])
        return super().get_context_data(
            question=self.question,
            text=self.text,
            confirm=self.button,
            danger=self.danger,
            **(more | {"form": None}),
        )


def history_of(
    *things: Any, about: Callable[[Any], str] | None = None
) -> list[dict[str, str]]:
    """Rows for the table of differences; ``about`` names the record of each."""
    whole = history_url(things[0]) if things else ""
    return [
        {
            "field": c.field,
            "before": c.before,
            "after": c.after,
            "note": c.note,
            "whole": whole,
        }
        for c in changes_of(*things, about=about)
    ]
