"""The rules for admission and discharge, zone by zone."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.roles import Permission
from formats.tables import Column, Table
from programs.actions import set_discharge_rule
from programs.forms.discharge import RuleFilter, is_late, state_of
from programs.forms.municipal import DischargeRuleForm
from programs.kinds import RuleState
from programs.models import DischargeRule
from programs.views.base import EditPage, RoomPage, history_of
from programs.views.documents import OwnedDocument
from zones.models import HomeCareZone
from zones.placement import placement

BADGES = {
    RuleState.NONE: {"text": "なし", "tone": "bad"},
    RuleState.IN_WORK: {"text": "検討中", "tone": "plan", "shape": "half"},
    RuleState.AGREED: {"text": "策定済み", "tone": "ok"},
}
LATE = {"text": "見直しの時期を過ぎた", "tone": "warn"}


class RulesPage(RoomPage):
    template_name = "programs/rules.html"
    tab, title = "rules", "入退院調整ルール"
    lede = "病院と在宅の間を円滑につなぐ入退院調整ルールの策定状況を、在宅医療圏ごとに示します。"

    @cached_property
    def zones(self) -> list[HomeCareZone]:
        placed = placement(self.reach.prefecture.pk, self.reach.day)
        rows = HomeCareZone.objects.visible_to(self.request.user)
        return list(rows.filter(pk__in=placed.zones).order_by("code"))

    @cached_property
    def filter(self) -> RuleFilter:
        return RuleFilter(self.request.GET)

    @cached_property
    def shown(self) -> list[HomeCareZone]:
        """The zones that meet the conditions."""
        return [
            z
            for z in self.zones
            if self.filter.holds(self.rules.get(z.pk), self.reach.day)
        ]

    @cached_property
    def rules(self) -> dict[int, DischargeRule]:
        rows = DischargeRule.objects.filter(zone__in=self.zones)
        return {rule.zone_id: rule for rule in rows.prefetch_related("documents")}

    def tables(self) -> list[Table]:
        columns = [
            Column("圏域コード", kind="code"),
            Column("在宅医療圏"),
            Column("状態"),
            Column("名称", width=36),
            Column("策定日", kind="date"),
            Column("次の見直し", kind="date"),
            Column("参加機関", width=44),
            Column("参加病院", "か所", kind="integer"),
            Column("参加市町村", kind="integer"),
            Column("備考", width=36),
            Column("文書", width=30),
        ]
        names = ("name", "agreed_on", "review_on", "parties", "hospitals")
        names = (*names, "municipalities", "note")
        rows = [
            [
                zone.code,
                zone.name,
                rule.get_state_display() if rule else RuleState.NONE.label,
                *(getattr(rule, name, None) for name in names),
                "\n".join(d.title for d in rule.documents.all()) if rule else "",
            ]
            for zone in self.shown
            for rule in [self.rules.get(zone.pk)]
        ]
        return [Table(self.title, columns, rows, as_of=self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        rows = []
        for zone in self.shown:
            rule = self.rules.get(zone.pk)
            late = is_late(rule, self.reach.day)
            badge = BADGES[state_of(rule)]
            rows.append(
                {
                    "zone": zone,
                    "rule": rule,
                    "badge": badge,
                    "late": LATE if late else None,
                }
            )
        names = {zone.pk: zone.name for zone in self.zones}
        return super().get_context_data(
            rows=rows,
            filter=self.filter,
            figures=self.figures(),
            history=history_of(
                *self.rules.values(), about=lambda rule: names[rule.zone_id]
            ),
            **more,
        )

    def figures(self) -> list[dict[str, object]]:
        """All zones, whatever the conditions."""
        states = [state_of(self.rules.get(zone.pk)) for zone in self.zones]
        late = sum(is_late(rule, self.reach.day) for rule in self.rules.values())
        return [
            {
                "label": state.label,
                "value": states.count(state),
                "unit": f"／{len(states)}圏域",
            }
            for state in reversed(RuleState)
        ] + [{"label": LATE["text"], "value": late, "unit": "圏域"}]


class RuleEdit(EditPage):
    """The rules of one zone; the address names the zone."""

    permission = Permission.RECORD_ACTIVITIES
    form_class = DischargeRuleForm
    heading = "入退院調整ルールを登録する"
    crumb = ("入退院調整ルール", "programs:rules")

    @cached_property
    def zone(self) -> HomeCareZone:
        rows = HomeCareZone.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def thing(self) -> DischargeRule | None:
        return DischargeRule.objects.filter(zone=self.zone).first()

    def about(self) -> str:
        return str(self.zone)

    def back_url(self) -> str:
        return reverse("programs:rules")

    def get_initial(self) -> dict[str, Any]:
        if self.thing is None:
            return {}
        names = DischargeRuleForm.Meta.fields
        return super().get_initial() | {n: getattr(self.thing, n) for n in names}

    def write(self, form: DischargeRuleForm) -> bool:
        return set_discharge_rule(
            zone=self.zone,
            version=form.typed_version,
            state=RuleState(form.cleaned_data["state"]),
            values=form.values("state"),
            by=self.request.user,
        )


class RuleDocument(OwnedDocument):
    """A file of the rules of a zone."""

    crumb = ("入退院調整ルール", "programs:rules")

    @cached_property
    def thing(self) -> DischargeRule:
        rows = DischargeRule.objects.select_related("zone")
        return self.find(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        return str(self.thing.zone)
