"""Everything that a demonstration shows, made through the same actions that people use.

Each step looks first whether it was done before, so running all of it again changes nothing.
Bodies and institutions are fictional.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from accounts.actions import create_user
from accounts.models import User
from accounts.roles import Role
from designations.actions import (
    Act,
    ZonePart,
    enter_designation,
    operator_of_facility,
    propose_candidate,
    register_operator,
)
from designations.kinds import Kind, OperatorKind
from designations.models import Designation
from facilities.kinds import CareFunction, FacilityClass
from facilities.models import Facility
from imports.actions import apply_upload, receive_upload
from imports.models import Upload
from imports.preparing import prepare_upload
from portal.models import PublicRelease
from portal.public.releases import make_release, publish_release
from reports.actions import (
    Choices,
    check_edition,
    make_edition,
    publish_edition,
    render_edition,
)
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition, EditionFile
from zones.models import (
    HealthCentre,
    HomeCareZone,
    Municipality,
    Prefecture,
    RegionGrant,
)
from zones.placement import placement

PREFECTURE = "01"
AS_OF = date(2025, 10, 1)
ENTERED_ON = date(2025, 10, 15)
PASSWORD = "zaitaku-shiken-2025"  # noqa: S105 - printed for everybody who tries it
REASON = "試験用データの登録"
LEGAL_BASIS = "在宅医療連携拠点指定要綱（試験用）"

# user name, role, name, department, code of the health centre
ACCOUNTS = (
    ("pref", Role.OFFICIAL, "佐藤 美咲", "北海道庁 地域医療課（試験用）", ""),
    ("pref2", Role.OFFICIAL, "高橋 健一", "北海道庁 地域医療課（試験用）", ""),
    ("hc-sapporo", Role.HEALTH_CENTRE, "鈴木 大輔", "札幌保健所（試験用）", "HC0104"),
    ("committee", Role.COMMITTEE, "田中 恵子", "在宅医療小委員会（試験用）", ""),
    ("admin", Role.ADMINISTRATOR, "山本 修", "情報政策課（試験用）", ""),
)

# name, kind, seat, zones, first day, unconfirmed
HUBS = (
    ("試験北見医師会", OperatorKind.MEDICAL_ASSOCIATION, "01208", ("北見",), date(2025, 8, 1), True),
    ("試験十勝医師会", OperatorKind.MEDICAL_ASSOCIATION, "01207", ("十勝",), AS_OF, False),
    ("試験旭川市医師会", OperatorKind.MEDICAL_ASSOCIATION, "01204", ("上川中部",), date(2025, 4, 1), False),
    ("函館市（試験用）", OperatorKind.OTHER, "01202", ("南渡島",), date(2024, 10, 1), False),
    ("試験札幌市医師会", OperatorKind.MEDICAL_ASSOCIATION, "01100", ("札幌",), date(2025, 11, 1), False),
)  # fmt: skip
ACTIVE_ZONES = ("北見", "十勝", "上川中部", "南渡島", "釧路", "札幌")
ACTIVES_A_ZONE = 2
CANDIDATE_HUB = ("試験東胆振医師会", "東胆振")


def make_accounts() -> None:
    """One account for each role, and a second official, since nobody approves their own."""
    prefecture = Prefecture.objects.get(pk=PREFECTURE)
    for username, role, name, department, centre in ACCOUNTS:
        if User.objects.filter(username=username).exists():
            continue
        user = create_user(
            username=username,
            password=PASSWORD,
            role=role,
            display_name=name,
            department=department,
            by=None,
        )
        if role != Role.ADMINISTRATOR:
            RegionGrant.objects.create(
                user=user,
                prefecture=prefecture,
                health_centre=HealthCentre.objects.get(code=centre) if centre else None,
            )


def import_sample(path: Path) -> Upload:
    """Take the sample workbook in as an upload by the prefecture; once."""
    by = User.objects.get(username="pref")
    content = path.read_bytes()
    done = Upload.objects.filter(
        file_name=path.name, status=Upload.Status.APPLIED, uploaded_by=by
    ).first()
    if done is not None:
        return done
    upload = receive_upload(content=content, file_name=path.name, by=by)
    upload = prepare_upload(upload_id=upload.pk)
    return apply_upload(upload=upload, by=by)


def make_designations() -> None:
    """Hubs, active institutions and a candidate; the public cases by their days and zones."""
    if Designation.objects.filter(prefecture=PREFECTURE).exists():
        return
    by = User.objects.get(username="pref")
    placed = placement(PREFECTURE, AS_OF)
    zones = {zone.name: zone for zone in placed.zones.values()}
    for number, (name, kind, seat, named, first, unconfirmed) in enumerate(HUBS, 1):
        operator = register_operator(
            kind=kind,
            name=name,
            prefecture=Prefecture.objects.get(pk=PREFECTURE),
            municipality=Municipality.objects.get(pk=seat),
            by=by,
        )
        act = _act(
            Kind.HUB,
            operator,
            [zones[zone] for zone in named],
            first,
            f"試験地医第{number}号",
            unconfirmed=unconfirmed,
        )
        enter_designation(act=act, on=ENTERED_ON, reason=REASON, by=by)
    for name in ACTIVE_ZONES:
        _designate_active(zones[name], placed.members(zones[name]), by)
    operator = register_operator(
        kind=OperatorKind.MEDICAL_ASSOCIATION,
        name=CANDIDATE_HUB[0],
        prefecture=Prefecture.objects.get(pk=PREFECTURE),
        by=by,
    )
    act = Act(
        kind=Kind.HUB, operator=operator, zones=[ZonePart(zones[CANDIDATE_HUB[1]])]
    )
    propose_candidate(act=act, on=ENTERED_ON, reason=REASON, by=by)


def _designate_active(zone: HomeCareZone, members: list[str], by: User) -> None:
    for number, facility in enumerate(_best(members), 1):
        act = _act(
            Kind.ACTIVE,
            operator_of_facility(facility=facility, by=by),
            [zone],
            date(2025, 4, 1),
            f"試験地医第{zone.code}-{number}号",
            functions=(CareFunction.DAILY, CareFunction.ACUTE, CareFunction.EOL),
        )
        enter_designation(act=act, on=ENTERED_ON, reason=REASON, by=by)


def _best(members: list[str]) -> Iterator[Facility]:
    """The first 在支病, then 在支診, of the zone by code."""
    found = Facility.objects.filter(municipality__in=members).order_by("code")
    left = ACTIVES_A_ZONE
    for facility_class in (FacilityClass.ZAISHIBYO, FacilityClass.ZAISHISHIN):
        for facility in found.with_class(facility_class, AS_OF)[:left]:
            left -= 1
            yield facility


def _act(
    kind: str,
    operator: object,
    zones: list[HomeCareZone],
    first: date,
    document: str,
    **more: object,
) -> Act:
    return Act(
        kind=kind,
        operator=operator,
        zones=[ZonePart(zone) for zone in zones],
        decided_on=min(first, ENTERED_ON),
        effective_from=first,
        document_number=document,
        legal_basis=LEGAL_BASIS,
        **more,
    )


def publish_report(out: Path) -> Edition:
    """Make the progress report, publish it, and write its PDF to a file. Once."""
    by = User.objects.get(username="pref")
    edition = _report(ReportKind.PROGRESS, by)
    if edition.status == EditionStatus.DRAFT:
        check_edition(edition=edition, by=User.objects.get(username="pref2"))
        publish_edition(edition=edition, by=by)
    pdf = edition.files.filter(kind=EditionFile.Kind.PDF).first()
    if pdf is not None:
        out.write_bytes(bytes(pdf.content))
    return edition


def draft_report() -> Edition:
    """Make the register of designations for the same meeting; it waits for a check. Once."""
    return _report(ReportKind.DESIGNATION_REGISTER, User.objects.get(username="pref2"))


def _report(kind: ReportKind, by: User) -> Edition:
    """The first edition of a kind, made where there is none, with its files."""
    series = Edition.objects.filter(prefecture=PREFECTURE, kind=kind)
    edition = series.order_by("number").first()
    if edition is None:
        edition = make_edition(
            kind=kind,
            prefecture=Prefecture.objects.get(pk=PREFECTURE),
            choices=Choices(
                as_of=AS_OF,
                meeting_name="令和7年度第2回 在宅医療小委員会",
                meeting_on=date(2025, 12, 17),
            ),
            today=ENTERED_ON,
            by=by,
        )
    return render_edition(edition_id=edition.pk)


def release_to_residents() -> PublicRelease:
    """Release what residents may read; once. They see it where the public pages are switched on."""
    release = PublicRelease.objects.filter(prefecture=PREFECTURE).first()
    if release is None:
        by = User.objects.get(username="pref")
        prefecture = Prefecture.objects.get(pk=PREFECTURE)
        release = make_release(prefecture=prefecture, on=AS_OF, by=by)
        publish_release(release=release, by=by)
    return release
