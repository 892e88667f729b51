"""What the compliance check finds on the day, by rule."""

from designations.compliance import RULES, SERIOUS, Finding, findings_on
from reports.collecting.ground import Ground
from reports.snapshots import progress as schema

# Rules whose findings are about the paper work of officials, not about home care.
INTERNAL = frozenset({"C8", "C9", "C11", "C12"})


def issues_of(ground: Ground) -> tuple[schema.Issue, ...]:
    """One issue a rule that does not hold, in the order of the rules."""
    zones = {line.register.zone.pk for line in ground.lines}
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings_on(ground.prefecture.pk, ground.as_of):
        if finding.code not in INTERNAL and _inside(finding, zones):
            by_rule.setdefault(finding.code, []).append(finding)
    return tuple(
        schema.Issue(
            code, RULES[code], code in SERIOUS, len(found), tuple(map(_subject, found))
        )
        for code, found in by_rule.items()
    )


def _inside(finding: Finding, zones: set[int]) -> bool:
    if finding.zone is not None:
        return finding.zone.pk in zones
    parts = finding.designation.parts.all() if finding.designation else ()
    return any(part.zone_id in zones for part in parts)


def _subject(finding: Finding) -> str:
    """The zone, with the function that it lacks; or the body."""
    if finding.zone is None:
        return finding.designation.shown_name
    if finding.code == "C10":
        return finding.message.removesuffix("。")
    return finding.zone.name
