"""The only writers of the logic model."""

from collections.abc import Sequence

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from indicators import rules
from indicators.errors import BrokenRule
from indicators.kinds import LogicStage
from indicators.models import Indicator, LogicItem
from programs.models import Measure, Program
from zones.models import PlanVersion


@transaction.atomic
def save_logic_item(
    *,
    version: PlanVersion,
    item: LogicItem | None = None,
    stage: str,
    title: str,
    text: str = "",
    order: int = 0,
    leads_to: Sequence[LogicItem] = (),
    indicators: Sequence[Indicator] = (),
    measures: Sequence[Measure] = (),
    programs: Sequence[Program] = (),
    by: User | None,
) -> LogicItem:
    """Add a box to the logic model of a version, or change it with all its links.

    Raises ``BrokenRule`` where a link does not go one stage up, or the title stands already.
    """
    found = rules.i6_link_goes_up(stage, [one.stage for one in leads_to])
    others = version.logic_items.filter(stage=stage, title=title)
    if others.exclude(pk=item.pk if item else None).exists():
        found.append(f"「{title}」は同じ段階にすでにあります。")
    if item and item.stage != stage and item.led_by.exists():
        found.append("下の段階からつながっているため、段階は変えられません。")
    if found:
        raise BrokenRule(found)
    known = item is not None
    item = item or LogicItem(version=version)
    item.stage, item.title, item.text, item.order = stage, title, text, order
    item._history_user = by
    item.save(update_fields=["stage", "title", "text", "order"] if known else None)
    is_activity = stage == LogicStage.ACTIVITY
    item.leads_to.set(leads_to)
    item.indicators.set(indicators)
    item.measures.set(measures if is_activity else [])
    item.programs.set(programs if is_activity else [])
    record(
        "save_logic_item",
        by=by,
        target=item,
        detail={
            "leads_to": [one.title for one in leads_to],
            "indicators": [one.code for one in indicators],
            "measures": [one.code for one in measures],
            "programs": [one.code for one in programs],
        },
    )
    return item


@transaction.atomic
def remove_logic_item(*, item: LogicItem, by: User | None) -> None:
    """Take a box away with its links; what it led to stays."""
    record("remove_logic_item", by=by, target=item, detail={"stage": item.stage})
    item._history_user = by
    item.delete()


def copy_logic(
    source: PlanVersion,
    target: PlanVersion,
    indicators: dict[int, Indicator],
    by: User | None,
) -> None:
    """Copy the boxes with their links; the indicators are those of the new version, by old id."""
    linked = source.logic_items.prefetch_related(
        "indicators", "leads_to", "measures", "programs"
    )
    items = list(linked.order_by("stage", "order", "pk"))
    shown = {i.pk: [indicators[x.pk] for x in i.indicators.all()] for i in items}
    links = {i.pk: [x.pk for x in i.leads_to.all()] for i in items}
    done = {i.pk: (list(i.measures.all()), list(i.programs.all())) for i in items}
    made = {}
    for item in items:
        old, item.pk, item.version = item.pk, None, target
        item._state.adding = True
        item._history_user = by
        item._prefetched_objects_cache = {}
        item.save()
        made[old] = item
    for old, item in made.items():
        item.indicators.set(shown[old])
        item.leads_to.set([made[x] for x in links[old]])
        item.measures.set(done[old][0])
        item.programs.set(done[old][1])
