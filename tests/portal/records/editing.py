"""Editing a facility as its page does."""

from facilities.actions import update_facility


def edit(facility, by, reason="電話で確認", **values):
    return update_facility(
        facility=facility, version=facility.version, values=values, reason=reason, by=by
    )
