"""Keeping the state of a list under a name, for oneself or for the role."""

from django.db import transaction

from accounts.audit import record
from accounts.models import SavedView, User


@transaction.atomic
def save_view(
    *, which: str, name: str, query: str, shared: bool, by: User
) -> SavedView:
    """Keep a view; the same name again replaces one's own. ``query`` is ``state_of`` a list.

    A shared view is seen by everybody of the role in the same prefecture.
    """
    prefecture = by.regions.order_by("prefecture").values_list("prefecture", flat=True)
    view, _ = SavedView.objects.update_or_create(
        owner=by,
        which=which,
        name=name,
        defaults={
            "query": query,
            "shared": shared,
            "role": by.role,
            "prefecture": prefecture.first() or "",
        },
    )
    record("save_view", by=by, target=view, detail={"query": query, "shared": shared})
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """Forget one's own view."""
    record("remove_view", by=by, target=view)
    view.delete()
