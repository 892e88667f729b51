"""Lists, edits elsewhere, applications and undos in any order that hypothesis thinks of.

After each step the registry is what the steps so far add up to: nothing half, nothing lost.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from facilities.actions import update_facility
from facilities.models import Facility
from formats.dates import wareki
from imports.actions import apply_upload, undo_upload
from imports.errors import NotUndoable, StalePreview
from imports.models import Upload
from tests.factories import people
from tests.factories.uploads import (
    applied,
    in_chuo,
    in_obihiro,
    prepared,
    region,
    registry_digest,
    registry_values,
)

MAKERS = (in_chuo, in_obihiro, in_chuo, in_obihiro)
PHONES = ("011-000-0001", "011-000-0002", "011-000-0003")
SYMBOLS = ("支援診２", "支援診３", "時間外１")
# One row of a list: whether the facility is on it, its telephone number, and what it filed.
ROW = st.tuples(st.booleans(), st.sampled_from(PHONES), st.sampled_from(SYMBOLS))
LIST = st.lists(ROW, min_size=4, max_size=4)

UNLIKE = {
    "医療機関名称": "ほかにない医院",
    "医療機関所在地（住所）": "札幌市中央区南９条西２０丁目７",
    "電話番号": "011-000-9999",
}


@dataclass
class Applied:
    """An upload that was applied, the registry before it, and what people edited since."""

    upload: Upload
    values: str
    phones: dict[str, str]
    edited: dict[str, set[str]] = field(default_factory=dict)


class Registry(RuleBasedStateMachine):
    """One database, rolled back at the end of each run."""

    def __init__(self) -> None:
        super().__init__()
        self.everything = transaction.atomic()
        self.everything.__enter__()
        self.day = date(2025, 10, 1)
        self.applied: list[Applied] = []
        self.waiting: Upload | None = None
        self.edited_since: set[str] = set()
        self.edits = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.everything.__exit__(None, None, None)

    @initialize()
    def first_list(self) -> None:
        region()
        self.by = people.official()
        self.apply_rows([(True, PHONES[0], SYMBOLS[1])] * 4)

    def rows(self, chosen):
        """The chosen facilities, each with a name and place of its own."""
        return [
            make(
                80_000 + at,
                医療機関名称=f"第{at}ひばり医院",
                電話番号=phone,
                受理記号=symbol,
            )
            for at, (make, (there, phone, symbol)) in enumerate(
                zip(MAKERS, chosen, strict=True)
            )
            if there
        ] or [in_chuo(89_999, **UNLIKE)]

    def apply_rows(self, chosen) -> None:
        applied(*self.rows(chosen), day=wareki(self.day), by=self.by)

    @rule(chosen=LIST)
    def upload(self, chosen) -> None:
        before = registry_digest()
        self.day += timedelta(days=31)
        self.waiting = prepared(*self.rows(chosen), day=wareki(self.day), by=self.by)
        self.edited_since = set()
        assert self.waiting.status == Upload.Status.READY
        assert registry_digest() == before

    @precondition(lambda self: Facility.objects.exists())
    @rule(which=st.integers(0, 3), name=st.sampled_from(["phone", "note"]))
    def edit_elsewhere(self, which, name) -> None:
        facilities = list(Facility.objects.order_by("code"))
        facility = facilities[which % len(facilities)]
        self.edits += 1
        update_facility(
            facility=facility,
            version=facility.version,
            values={name: f"011-555-{self.edits:04}"},
            reason="電話で確かめた",
            by=self.by,
        )
        self.edited_since.add(facility.code)
        for one in self.applied:
            one.edited.setdefault(facility.code, set()).add(name)

    @precondition(lambda self: self.waiting is not None)
    @rule()
    def apply(self) -> None:
        upload, self.waiting = self.waiting, None
        digest, values = registry_digest(), registry_values()
        planned = upload.written_changes().exclude(facility=None)
        writes = {one.code for one in planned if one.fields or one.filings}
        try:
            apply_upload(upload=upload, by=self.by)
        except StalePreview:
            assert writes & self.edited_since
            assert registry_digest() == digest
            return
        assert not writes & self.edited_since
        self.applied.append(Applied(upload, values, self._phones_before(upload)))

    def _phones_before(self, upload: Upload) -> dict[str, str]:
        changes = upload.changes.filter(outcome="changed")
        return {c.code: c.fields["phone"][0] for c in changes if "phone" in c.fields}

    @precondition(lambda self: self.applied)
    @rule()
    def undo(self) -> None:
        one = self.applied.pop()
        kept = undo_upload(upload=one.upload, by=self.by)
        self.waiting = None
        if not one.edited:
            assert kept == []
            assert registry_values() == one.values
        names = set(one.edited)
        codes = Facility.objects.in_bulk([k.facility for k in kept])
        assert {facility.code for facility in codes.values()} <= names
        for code, before in one.phones.items():
            phone = Facility.objects.get(code=code).phone
            if "phone" in one.edited.get(code, ()):
                assert phone.startswith("011-555")
            else:
                assert phone == before

    @precondition(lambda self: len(self.applied) > 1)
    @rule()
    def undo_what_a_later_list_rests_on(self) -> None:
        digest = registry_digest()
        with pytest.raises(NotUndoable), transaction.atomic():
            undo_upload(upload=self.applied[0].upload, by=self.by)
        assert registry_digest() == digest


def test_any_order_of_lists_edits_and_undos_adds_up(db, read_here, fault_rounds):
    run_state_machine_as_test(
        Registry,
        settings=settings(
            max_examples=max(8, fault_rounds // 2),
            stateful_step_count=10,
            phases=[Phase.explicit, Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
