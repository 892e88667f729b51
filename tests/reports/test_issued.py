"""A published edition, its words and its files: the database itself refuses to alter or lose them."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from reports.kinds import EditionStatus
from reports.models import Edition, EditionFile, EditionText
from tests.factories import people
from tests.factories.reports import edition

STEP = {"status", "superseded_at"}
# What is put into a column to see the refusal: something that differs from what stands there.
OTHER = {
    "id": "00000000-0000-0000-0000-000000000001",
    "zone_codes": ["Z1"],
    "parts": ["zones"],
    "as_of": "2020-01-01",
    "meeting_on": "2020-01-01",
    "since": "2020-01-01",
    "kind": "zone_profile",
}


def refused(work) -> bool:
    """Whether the database refuses it in the name of the rule."""
    try:
        with transaction.atomic():
            work()
    except DatabaseError as refusal:
        return "issued_editions_stay_as_they_are" in str(refusal)
    return False


def columns() -> list[str]:
    return [field.attname for field in Edition._meta.concrete_fields]


def other(name: str, issued: Edition) -> object:
    field = Edition._meta.get_field(name.removesuffix("_id"))
    if name in OTHER:
        return OTHER[name]
    if name in ("previous_id", "corrects_id"):
        return edition(status="draft").pk
    if name == "prefecture_id":
        return edition("15", status="draft").prefecture_id
    if field.is_relation:
        return people.official().pk if name.endswith("_by_id") else 1
    if field.get_internal_type() == "DateTimeField":
        return timezone.now()
    if field.get_internal_type() in ("CharField", "TextField"):
        return "別の文"[: field.max_length]
    return (getattr(issued, name) or 0) + 77


@pytest.mark.parametrize("name", [n for n in columns() if n not in STEP])
def test_no_column_of_a_published_edition_changes(db, name):
    issued = edition()
    value = other(name, issued)
    assert refused(lambda: Edition.objects.filter(pk=issued.pk).update(**{name: value}))
    # Not even on the way to superseded.
    step = {"status": EditionStatus.SUPERSEDED, "superseded_at": timezone.now()}
    assert refused(
        lambda: Edition.objects.filter(pk=issued.pk).update(**{name: value} | step)
    )


@pytest.mark.parametrize("status", ["draft", "checked", "withdrawn", "preparing"])
def test_a_published_edition_is_never_anything_else_again(db, status):
    issued = edition()
    changed = {"status": status, "published_at": None}
    assert refused(lambda: Edition.objects.filter(pk=issued.pk).update(**changed))


def test_a_superseded_edition_is_not_published_again(db):
    old = edition(status="superseded")
    back = {"status": "published", "superseded_at": None}
    assert refused(lambda: Edition.objects.filter(pk=old.pk).update(**back))


@pytest.mark.parametrize("status", ["published", "superseded"])
def test_an_issued_edition_is_not_deleted(db, status):
    issued = edition(status=status)
    with pytest.raises(ProtectedError):
        issued.delete()
    raw = Edition.objects.filter(pk=issued.pk)
    assert refused(lambda: raw._raw_delete(raw.db))


def test_the_files_of_an_issued_edition_stay(db):
    issued = edition()
    files = EditionFile.objects.filter(edition=issued)
    assert refused(lambda: files.update(content=b"x"))
    assert refused(lambda: files.delete())
    draft = edition(status="draft")
    assert refused(
        lambda: EditionFile.objects.filter(edition=draft, kind="pdf").update(
            edition=issued, kind="other"
        )
    )
    assert refused(
        lambda: EditionFile.objects.create(
            edition=issued, kind="other", content=b"x", size=1, sha256="0"
        )
    )


def test_the_words_of_an_issued_edition_stay(db):
    draft = edition(status="checked")
    EditionText.objects.create(edition=draft, about="foreword", text="文")
    now = timezone.now()
    Edition.objects.filter(pk=draft.pk).update(status="published", published_at=now)
    texts = EditionText.objects.filter(edition=draft)
    assert refused(lambda: texts.update(text="別"))
    assert refused(lambda: texts.delete())
    assert refused(lambda: EditionText.objects.create(edition=draft, about="questions"))


def test_a_draft_changes_and_goes(db):
    draft = edition(status="draft")
    Edition.objects.filter(pk=draft.pk).update(title="別の題")
    draft.files.all().delete()
    draft.delete()
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("status", "changed", "rule"),
    [
        ("draft", {"status": "published"}, "editions_are_checked_before"),
        ("draft", {"published_at": timezone.now()}, "issued_editions_alone"),
        ("checked", {"checked_by": None}, "editions_are_checked_before"),
        ("draft", {"sha256": ""}, "editions_are_typeset_from_frozen_data"),
        ("draft", {"superseded_at": timezone.now()}, "superseded_editions_alone"),
    ],
)
def test_the_database_refuses_a_course_that_cannot_be(db, status, changed, rule):
    made = edition(status=status)
    if changed.get("status") == "published":
        changed = changed | {"published_at": timezone.now()}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Edition.objects.filter(pk=made.pk).update(**changed)


def test_the_database_refuses_the_maker_as_checker(db):
    made = edition(status="checked")
    with pytest.raises(IntegrityError, match="nobody_checks"), transaction.atomic():
        Edition.objects.filter(pk=made.pk).update(made_by=made.checked_by)


def test_the_database_refuses_a_correction_without_a_reason(db):
    old, new = edition(), edition(status="draft")
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        Edition.objects.filter(pk=new.pk).update(corrects=old)


def test_the_database_refuses_a_second_correction(db):
    old = edition()
    edition(status="draft", corrects=old, reason="誤り")
    edition(status="withdrawn", corrects=old, reason="誤り")
    with (
        pytest.raises(IntegrityError, match=r"corrected_once|UNIQUE"),
        transaction.atomic(),
    ):
        edition(status="draft", corrects=old, reason="誤り")
