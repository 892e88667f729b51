"""What a demonstration shows of papers, results, confirmed functions and changes of several records.

Each step looks first whether it was done before. Everything is fictional, and the papers say so.
"""

from datetime import date
from decimal import Decimal
from html import escape

from accounts.models import BulkChange, User
from accounts.records.actions import change_in_bulk
from accounts.records.kinds import RECORDS
from designations.actions import (
    Act,
    BulkValues,
    ZonePart,
    attach,
    edit_in_bulk,
    propose_candidate,
    register_operator,
)
from designations.kinds import Kind, OperatorKind, Status
from designations.models import Attachment, BulkEdit, Designation
from designations.workflow import Move
from facilities.actions import confirm_function
from facilities.kinds import CareFunction, FacilityKind
from facilities.models import Facility, FunctionProvision
from formats.vega import register_fonts
from programs.actions import attach_document, set_result
from programs.kinds import ResultKind
from programs.models import DischargeRule, Document, Grant, ProgramResult, ProgramYear
from zones.models import HomeCareZone, Prefecture
from zones.placement import placement

REASON = "試験用データの登録"
PAPER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842">'
    '<g font-family="Noto Sans CJK JP" font-size="12">{lines}</g></svg>'
)
# zone, association
ASKED_HUBS = (("釧路", "試験釧路市医師会"), ("宗谷", "試験宗谷医師会"))
# kind, name, unit, planned, actual, of how many
RESULTS = (
    (ResultKind.OUTPUT, "グループ診療に加わる診療所（試験用）", "か所", 24, 21, None),
    (ResultKind.OUTPUT, "夜間・休日の当番を組む圏域（試験用）", "圏域", 6, 5, 21),
    (ResultKind.OUTCOME, "24時間の往診に応じた割合（試験用）", "％", 80, Decimal("76.5"), None),
)  # fmt: skip
FUNCTIONS = (
    (CareFunction.ACUTE, "夜間・休日の当番表で確かめた（試験用）"),
    (CareFunction.EOL, "電話で確かめた。年に数件の看取りがある（試験用）"),
)
WINDOW = "地域連携室（試験用）"


def make_all(prefecture: str, on: date) -> None:
    """Everything of this module, each part once."""
    by = User.objects.get(username="pref")
    attach_papers(prefecture, on, by)
    make_results(prefecture, by)
    confirm_functions(on)
    change_cases(prefecture, on, by)
    change_windows()


def paper(*lines: str) -> bytes:
    """A page of A4 with some lines, the first as its title."""
    import vl_convert

    register_fonts()
    title, *text = [escape(line) for line in lines]
    head = f'<text x="72" y="108" font-size="20">{title}</text>'
    rows = [
        f'<text x="72" y="{156 + 26 * at}">{line}</text>'
        for at, line in enumerate(text)
    ]
    return vl_convert.svg_to_pdf(PAPER.format(lines="".join([head, *rows])))


def attach_papers(prefecture: str, on: date, by: User) -> None:
    """The consent of a hub, the decision on a grant, and the rules of a zone as they were agreed."""
    acts = Designation.objects.filter(prefecture=prefecture, status=Status.DESIGNATED)
    hub = acts.filter(kind=Kind.HUB).order_by("case_number").first()
    if hub is not None and not Attachment.objects.exists():
        attach(
            designation=hub,
            kind=Attachment.Kind.CONSENT,
            name="同意書（試験用）.pdf",
            content=paper(
                "同意書（試験用）",
                "在宅医療に必要な連携を担う拠点となることに同意します。",
                str(hub.operator),
            ),
            on=on,
            by=by,
        )
    if Document.objects.exists():
        return
    grant = Grant.objects.filter(status="final").order_by("number").first()
    rule = DischargeRule.objects.exclude(name="").order_by("pk").first()
    for owner, title, words in (
        (grant, "交付決定通知書", "補助金の交付を決定したので通知します。"),
        (rule, "入退院連携の手引き", "入院から退院までの連絡の手順を定めます。"),
    ):
        if owner is not None:
            attach_document(
                owner=owner,
                title=f"{title}（試験用）",
                file_name=f"{title}（試験用）.pdf",
                content=paper(f"{title}（試験用）", words),
                by=by,
            )


def make_results(prefecture: str, by: User) -> None:
    """What was planned of the group practice program, and what came of it."""
    year = ProgramYear.objects.filter(
        program__prefecture=prefecture, program__code="P02", fiscal_year=2024
    ).first()
    if year is None or ProgramResult.objects.filter(year=year).exists():
        return
    for kind, name, unit, planned, actual, out_of in RESULTS:
        set_result(
            year=year,
            kind=kind,
            name=name,
            unit=unit,
            planned=Decimal(planned),
            actual=Decimal(actual),
            out_of=out_of,
            by=by,
        )


def confirm_functions(on: date) -> None:
    """What a health centre heard from a clinic of its own region."""
    if FunctionProvision.objects.exists():
        return
    by = User.objects.get(username="hc-sapporo")
    found = Facility.objects.editable_by(by).filter(kind=FacilityKind.CLINIC)
    # No clinic of surgeons or for the skin, whose word on the dying would be doubted.
    clinic = found.filter(name__contains="内科").order_by("code").first()
    if clinic is None:
        return
    for function, ground in FUNCTIONS:
        confirm_function(
            facility=clinic,
            function=function,
            starts_on=on,
            evidence_text=ground,
            by=by,
        )


def change_cases(prefecture: str, on: date, by: User) -> None:
    """Two candidates for hubs with whom the prefecture began to talk on one day."""
    if BulkEdit.objects.filter(prefecture=prefecture).exists():
        return
    where = Prefecture.objects.get(pk=prefecture)
    placed = placement(prefecture, on).zones.values()
    zones: dict[str, HomeCareZone] = {zone.name: zone for zone in placed}
    asked = []
    for zone, association in ASKED_HUBS:
        operator = register_operator(
            kind=OperatorKind.MEDICAL_ASSOCIATION,
            name=association,
            prefecture=where,
            by=by,
        )
        act = Act(kind=Kind.HUB, operator=operator, zones=[ZonePart(zones[zone])])
        asked.append(propose_candidate(act=act, on=on, reason=REASON, by=by))
    edit_in_bulk(
        designations=asked,
        values=BulkValues(move=Move.COORDINATE),
        on=on,
        reason="拠点のない圏域で協議を始めるため（試験用）",
        by=by,
    )


def change_windows() -> None:
    """The same contact window at three clinics, which a health centre wrote in one go."""
    if BulkChange.objects.exists():
        return
    by = User.objects.get(username="hc-sapporo")
    clinics = Facility.objects.editable_by(by).filter(kind=FacilityKind.CLINIC)
    change_in_bulk(
        kind=RECORDS["facility"],
        things=list(clinics.order_by("code")[:3]),
        values={"contact_window": WINDOW},
        reason="窓口の名称をそろえるため（試験用）",
        by=by,
    )
