"""What applying an upload does to the counts of zones and to the designations in force."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from designations.kinds import Kind
from designations.models import Designation
from facilities.kinds import ENHANCED
from facilities.models import FilingKind
from imports.effects import ENHANCED as ENHANCED_KEY
from imports.effects import HOME_CARE, totals
from imports.models import PlannedChange, Upload
from zones.region import Region

Outcome = PlannedChange.Outcome


@dataclass(frozen=True, slots=True)
class ZoneEffect:
    """Counts of 在支診 and 在支病 in a zone, now and afterwards."""

    name: str
    now: int
    after: int
    enhanced_now: int
    enhanced_after: int

    @property
    def difference(self) -> int:
        return self.after - self.now

    @property
    def enhanced_difference(self) -> int:
        return self.enhanced_after - self.enhanced_now

    @property
    def is_changed(self) -> bool:
        return bool(self.difference or self.enhanced_difference)


def is_partial(upload: Upload) -> bool:
    """Whether the file speaks only for the facilities that it names."""
    return not any(part["sectors"] for part in upload.covered.values())


def zone_effects(
    upload: Upload, region: Region
) -> tuple[list[ZoneEffect], ZoneEffect | None]:
    """A row for each zone that changes, one for the others together, and the sum of all.

    A file that speaks only for what it names says nothing of the other zones.
    """
    zones = [
        _effect(upload, name, region.within_zone(pk))
        for pk, name in region.zones.items()
    ]
    placed = {p.code for p in region.places.values() if p.zone is not None}
    without = _effect(upload, "圏域なし", sorted(upload.effects.keys() - placed))
    if without.now or without.after:
        zones.append(without)
    changed = [zone for zone in zones if zone.is_changed]
    if is_partial(upload):
        return changed, _sum("ファイルの計", changed) if changed else None
    same = [zone for zone in zones if not zone.is_changed]
    if same:
        changed.append(
            _sum(f"ほか{len(same)}圏域" if changed else "すべての圏域", same)
        )
    return changed, _sum("合計", zones) if zones else None


def _effect(upload: Upload, name: str, places: list[str]) -> ZoneEffect:
    return ZoneEffect(
        name,
        *totals(upload.effects, places, HOME_CARE),
        *totals(upload.effects, places, [ENHANCED_KEY]),
    )


def _sum(name: str, zones: list[ZoneEffect]) -> ZoneEffect:
    return ZoneEffect(
        name,
        sum(z.now for z in zones),
        sum(z.after for z in zones),
        sum(z.enhanced_now for z in zones),
        sum(z.enhanced_after for z in zones),
    )


@dataclass(frozen=True, slots=True)
class ActEffect:
    """What happens to one designation in force. ``tone`` is that of its badge."""

    act: Designation
    facility: int
    name: str
    url: str
    zones: str
    role: str
    text: str
    tone: str


def act_effects(upload: Upload, *, day: date, user: User) -> list[ActEffect]:
    """Designations in force on the day whose institution changes class or is not on the list."""
    changes = {
        change.facility_id: change
        for change in upload.changes.exclude(facility=None).changing_class_or_missing()
    }
    acts = (
        Designation.objects.visible_to(user)
        .effective_on(day)
        .filter(operator__facility__in=list(changes))
        .with_parts()
        .order_by("case_number", "pk")
    )
    enhanced = _enhanced_symbols()
    found = []
    for act in acts:
        change = changes[act.operator.facility_id]
        text, tone = _what_happens(change, enhanced)
        found.append(
            ActEffect(
                act=act,
                facility=change.facility_id,
                name=act.shown_name,
                url=act.get_absolute_url(),
                zones="・".join(part.zone.name for part in act.parts.all()),
                role=Kind(act.kind).short,
                text=text,
                tone=tone,
            )
        )
    return sorted(found, key=lambda effect: effect.tone == "ok")


def _enhanced_symbols() -> set[str]:
    kinds = FilingKind.objects.filter(enhancement__in=ENHANCED)
    return set(kinds.values_list("symbol_as_printed", flat=True))


def _what_happens(change: PlannedChange, enhanced: set[str]) -> tuple[str, str]:
    before, after = change.class_before, change.class_after
    if change.outcome == Outcome.MISSING:
        lost = f"「{before}」の届出も終わります。" if before else ""
        return f"この指定医療機関は名簿にありません。{lost}", "bad"
    if before and not after:
        return f"この指定医療機関は「{before}」の届出を失います。", "bad"
    if _any(before, enhanced) and not _any(after, enhanced):
        return f"「{before}」から「{after}」へ。機能強化型でなくなります。", "warn"
    if not before:
        return f"「{after}」の届出が加わります。", "ok"
    return f"「{before}」から「{after}」へ変わります。", "ok"


def _any(shown: str, enhanced: set[str]) -> bool:
    return any(symbol in enhanced for symbol in shown.split("・"))


def badges_by_facility(acts: list[ActEffect]) -> Mapping[int, list[dict[str, str]]]:
    """For the rows of the preview: the role and what happens to it."""
    badges: dict[int, list[dict[str, str]]] = defaultdict(list)
    for effect in acts:
        words = {"text": f"{effect.role}。{effect.text}", "tone": effect.tone}
        badges[effect.facility].append(words)
    return badges
