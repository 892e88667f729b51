"""The municipal scheme: the matrix, one municipality, its items and its desk."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from designations.actions import operator_of_municipality
from formats.dates import fiscal_year, fiscal_year_label
from formats.tables import Table
from programs.actions import (
    copy_initiatives,
    set_desk,
    set_initiatives,
)
from programs.forms.filters import MunicipalFilter
from programs.forms.municipal import (
    DeskForm,
    InitiativesForm,
)
from programs.kinds import HelpKind, MunicipalItem
from programs.models import KindNote, MunicipalInitiative
from programs.municipal_matrix import MunicipalMatrix, desks_on, municipal_matrix
from programs.presenters.municipal import (
    HELP_WORDS,
    matrix_figures,
    matrix_rows,
    matrix_table,
)
from programs.reach import Reach, reach_of
from programs.views.base import ConfirmPage, EditPage, RoomPage, history_of
from zones.models import Municipality


def _known_years(prefecture: str) -> set[int]:
    rows = MunicipalInitiative.objects.filter(municipality__prefecture=prefecture)
    return set(rows.values_list("fiscal_year", flat=True).order_by())


class InitiativesPage(RoomPage):
    template_name = "programs/initiatives.html"
    tab, title = "initiatives", "市町村事業"
    lede = "在宅医療・介護連携推進事業の8項目を、市町村がどのように行っているかを示します。"

    def years(self) -> Iterable[int]:
        return _known_years(self.reach.prefecture.pk)

    @cached_property
    def matrix(self) -> MunicipalMatrix:
        places = Municipality.objects.visible_to(self.request.user).placed_by_plans()
        places = places.filter(prefecture=self.reach.prefecture)
        places = places.existing_on(self.reach.day).with_zone_on(self.reach.day)
        return municipal_matrix(
            places.order_by("code"),
            self.year,
            self.reach.day,
            prefecture=self.reach.prefecture.pk if self.reach.sees_all else "",
        )

    @cached_property
    def filter(self) -> MunicipalFilter:
        return MunicipalFilter(
            self.request.GET,
            user=self.request.user,
            prefecture=self.reach.prefecture.pk,
        )

    @cached_property
    def shown(self) -> MunicipalMatrix:
        """The matrix cut to what was asked for; the share of the whole stays in the figures."""
        rows = self.filter.narrow(self.matrix.rows)
        return replace(self.matrix, rows=tuple(rows))

    def tables(self) -> list[Table]:
        return [matrix_table(self.shown, self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        notes = {n.code: n for n in KindNote.objects.filter(kind="")}
        return super().get_context_data(
            matrix=self.matrix,
            filter=self.filter,
            figures=matrix_figures(self.matrix),
            rows=matrix_rows(self.shown),
            items=[
                {"item": item, "note": notes.get(item.value)} for item in MunicipalItem
            ],
            **more,
        )


class MunicipalityPage(RoomPage):
    """One municipality: its items, desks, issues, and the help it got."""

    template_name = "programs/municipality.html"
    tab = "initiatives"

    @cached_property
    def municipality(self) -> Municipality:
        rows = Municipality.objects.visible_to(self.request.user).placed_by_plans()
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def reach(self) -> Reach:
        prefecture = self.municipality.prefecture_id
        return reach_of(self.request.user, self.request.GET, prefecture=prefecture)

    @property
    def title(self) -> str:
        return self.municipality.name

    def years(self) -> Iterable[int]:
        return _known_years(self.municipality.prefecture_id)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        place = self.municipality
        (row,) = municipal_matrix([place], self.year, self.reach.day).rows
        before = place.initiatives.filter(fiscal_year=self.year - 1).exists()
        issues = list(place.issues.order_by("-raised_on", "pk"))
        desks = list(desks_on([place.pk], self.reach.day))
        details = [desk.details for desk in desks if hasattr(desk, "details")]
        given = place.help_given.select_related("issue", "by").order_by("-on", "-pk")
        return super().get_context_data(
            municipality=place,
            items=[
                {"item": item, "done": row.items.get(item.value)}
                for item in MunicipalItem
            ],
            desks=desks,
            issues=issues,
            help_given=[
                {"given": one, "kind": HELP_WORDS[HelpKind(one.kind)]} for one in given
            ],
            may_copy=self.reach.may_record and before and not row.items,
            history=history_of(*row.items.values(), *issues, *details, *given),
            **more,
        )


class OfMunicipality(EditPage):
    """A form about one municipality of the person's region."""

    permission = Permission.RECORD_ACTIVITIES
    crumb = ("市町村事業", "programs:initiatives")

    @cached_property
    def thing(self) -> Municipality:
        return self.find(Municipality.objects.placed_by_plans(), pk=self.kwargs["pk"])

    @cached_property
    def year(self) -> int:
        prefecture = self.thing.prefecture_id
        reach = reach_of(self.request.user, self.request.GET, prefecture=prefecture)
        return reach.asked_year or fiscal_year(timezone.localdate())

    def back_url(self) -> str:
        address = reverse("programs:municipality", args=[self.thing.pk])
        return f"{address}?year={self.year}"


class InitiativesEdit(OfMunicipality):
    template_name = "programs/initiatives_form.html"
    form_class = InitiativesForm
    heading = "事業項目を直す"
    lede = "委託・一部委託のときは、委託先を選ぶか名称を入力します。"

    def about(self) -> str:
        return f"{self.thing}　{fiscal_year_label(self.year)}"

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"user": self.request.user, "municipality": self.thing}
        return {**super().get_form_kwargs(), **given}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for one in self.thing.initiatives.filter(fiscal_year=self.year):
            name = MunicipalItem(one.item).name
            initial |= {
                f"{name}_by": one.handled_by,
                f"{name}_to": one.entrusted_to_id,
                f"{name}_name": one.entrusted_name,
                f"{name}_note": one.note,
            }
        return initial

    def write(self, form: InitiativesForm) -> int | bool:
        changed = set_initiatives(
            municipality=self.thing,
            fiscal_year=self.year,
            items=form.items(),
            by=self.request.user,
        )
        return changed or False


class InitiativesCopy(ConfirmPage, OfMunicipality):
    question, button = "前の年度の内容を写しますか", "写す"
    text = "前の年度の8項目を、この年度の初めの内容として写します。あとで直せます。"
    saved = "前の年度の内容を写しました。"

    def write(self, form: Any) -> int | bool:
        copied = copy_initiatives(
            municipality=self.thing, to=self.year, by=self.request.user
        )
        return copied or False


class DeskEdit(OfMunicipality):
    form_class = DeskForm
    heading, saved = "相談窓口を登録する", "相談窓口を登録しました。"
    lede = "同じ実施主体と開始日の窓口があるときは書き換えます。"

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"user": self.request.user, "municipality": self.thing}
        return {**super().get_form_kwargs(), **given}

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("desk", "")
        if not wanted.isdigit():
            return {"public": True}
        desk = get_object_or_404(self.thing.consultation_desks, pk=wanted)
        details = getattr(desk, "details", None)
        names = ("name", "address", "phone", "hours", "public")
        return {
            "operator": desk.operator_id,
            "starts_on": desk.starts_on,
            "ends_on": desk.ends_on,
            **{name: getattr(details, name, "") for name in names},
        }

    def write(self, form: DeskForm) -> object:
        data = dict(form.cleaned_data)
        operator = data.pop("operator") or operator_of_municipality(
            municipality=self.thing, by=self.request.user
        )
        return set_desk(
            municipality=self.thing, operator=operator, **data, by=self.request.user
        )
