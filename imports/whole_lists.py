"""Lists that speak for whole prefectures: what the registry has more than they is missing."""

from accounts.models import User
from facilities.bulk import apply_listed
from facilities.listed import Before, Coverage
from formats.dates import wareki
from imports.addresses import AddressResolver
from imports.checking import place_facilities
from imports.comparing import Comparison, compare
from imports.errors import OutsideRegion, StalePreview
from imports.formats import Planning
from imports.listing import Listing
from imports.messages import ERROR, problem
from imports.models import (
    MatchDecision,
    PlannedChange,
    PlannedChangeQuerySet,
    Upload,
)
from imports.region import region_of
from imports.registry import later_list, places
from imports.storing import changes_to_apply

NOT_SEEN = (PlannedChange.Outcome.MISSING, PlannedChange.Outcome.AMBIGUOUS)


def plan_whole_list(listing: Listing, planning: Planning) -> Comparison:
    """Place every facility, then compare prefecture by prefecture; a list without a day is an error."""
    as_of = planning.as_of or listing.as_of
    if as_of is None:
        missing = problem("as_of_missing", sheet="", level=ERROR)
        return _counted(Comparison(problems=[*listing.problems, missing]), listing)
    resolver = AddressResolver(places(as_of))
    placed = place_facilities(listing, resolver)
    unread = {
        (sheet, row): resolver.resolve(address)
        for sheet, row, address in listing.unread
    }
    planning.mark("check")
    planning.progress("match", 0, len(listing.facilities))
    listing.problems += placed.problems
    found = compare(listing, placed.places, unread, as_of=as_of, region=planning.region)
    found.as_of, found.unresolved = as_of, placed.unresolved
    return _counted(found, listing)


def _counted(found: Comparison, listing: Listing) -> Comparison:
    found.facilities = len(listing.facilities)
    found.class_counts = listing.class_counts()
    return found


def apply_whole_list(upload: Upload, by: User | None) -> list[Before]:
    """Write the stored preview of each prefecture, with the list itself; return for an undo.

    Raises ``StalePreview`` where a newer list came first, ``OutsideRegion`` where the person may
    no longer write.
    """
    parts = []
    for prefecture, covered in sorted(upload.covered.items()):
        refuse_what_is_not_theirs(prefecture, covered["municipalities"], by)
        newer = later_list(prefecture, covered["sectors"], upload.as_of)
        if newer is not None:
            raise StalePreview(f"より新しい名簿（{wareki(newer)}現在）が適用されました")
        coverage = Coverage(
            prefecture=prefecture,
            sectors=tuple(covered["sectors"]),
            as_of=upload.as_of,
            municipalities=tuple(covered["municipalities"]),
        )
        seen = upload.changes.filter(code__startswith=prefecture).exclude(
            outcome__in=NOT_SEEN
        )
        part = apply_listed(
            changes=changes_to_apply(upload, prefecture),
            coverage=coverage,
            seen=_codes_in_the_registry(seen),
            upload_id=upload.pk,
            reason=f"取込 {upload.pk}",
            by=by,
        )
        parts.append(part)
    return parts


def _codes_in_the_registry(seen: PlannedChangeQuerySet) -> list[str]:
    """A facility matched by an old code is seen under the one that it has."""
    rows = seen.values_list("code", "verdict", "facility__code")
    renumbered = MatchDecision.Verdict.RENUMBERED
    return [
        own if own and verdict != renumbered else code for code, verdict, own in rows
    ]


def refuse_what_is_not_theirs(
    prefecture: str, municipalities: list[str], by: User | None
) -> None:
    """The region is asked again: a person may have moved since the preview was made."""
    limits = region_of(by).limits(prefecture)
    whole = region_of(by).holds(prefecture, None)
    if not whole and not (municipalities and set(municipalities) <= set(limits)):
        raise OutsideRegion
