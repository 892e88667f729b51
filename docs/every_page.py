"""Takes a picture of every page of the demonstration, for somebody to look through: make pictures.

The pages are those of the access matrix, so that a page added tomorrow is in the pictures too. Each
is taken once, as the first kind of person who may see it, at the width of a desk and of a telephone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page
from screenshots import browser_running, open_page, portal_running, start_django

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "pictures"
WIDTHS = (1280, 390)
ACCOUNTS = {
    "anonymous": "",
    "official": "pref",
    "clerk": "hc-sapporo",
    "committee": "committee",
    "administrator": "admin",
}
# The model of what the addresses of the matrix point at, and how a telling one is found.
THINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "act": ("designations.Designation", {"status": "designated", "kind": "hub"}),
    "activity": ("programs.Activity", {}),
    "api_key": ("portal.ApiKey", {}),
    "attachment": ("designations.Attachment", {}),
    "author": ("accounts.User", {"username": "pref2"}),
    "bulk_change": ("accounts.BulkChange", {}),
    "bulk_edit": ("designations.BulkEdit", {}),
    "case": ("programs.CaseExample", {"prefecture": "01"}),
    "centre": ("zones.HealthCentre", {"name__startswith": "札幌"}),
    "discharge_rule": ("programs.DischargeRule", {}),
    "doctor": ("programs.CooperatingDoctor", {}),
    "document": ("programs.Document", {}),
    "draft": ("reports.Edition", {"status": "draft"}),
    "element": ("programs.CaseElement", {"case__prefecture": "01"}),
    "exclusion": ("portal.PublicExclusion", {}),
    "facility": ("facilities.Facility", {"operator__isnull": False}),
    "grant": ("programs.Grant", {}),
    "help_given": ("programs.HelpGiven", {}),
    "hub_report": ("programs.HubReport", {}),
    "indicator": ("indicators.Indicator", {}),
    "issue": ("programs.MunicipalIssue", {}),
    "logic_item": ("indicators.LogicItem", {}),
    "measure": ("programs.Measure", {}),
    "milestone": ("programs.Milestone", {}),
    "municipality": ("zones.Municipality", {"pk": "01207"}),
    "notice": ("accounts.Notice", {}),
    "program": ("programs.Program", {}),
    "program_result": ("programs.ProgramResult", {}),
    "program_year": ("programs.ProgramYear", {"program__code": "P02"}),
    "provision": ("facilities.FunctionProvision", {}),
    "published": ("reports.Edition", {"status": "published"}),
    "release": ("portal.PublicRelease", {}),
    "reorganisation": ("facilities.Reorganisation", {}),
    "requirement": ("designations.Requirement", {"kind": "hub"}),
    "target": ("indicators.Target", {}),
    "upload": ("imports.Upload", {}),
    "version": ("zones.PlanVersion", {}),
    "view": ("accounts.SavedView", {}),
    "zone": ("zones.HomeCareZone", {"name": "十勝"}),
}

# Pages that are for a thing in another state than the usual one.
WITH_PAPERS = {"act": {"attachments__isnull": False}}
OTHERWISE: dict[str, dict[str, Any]] = {
    "designations:attachment": WITH_PAPERS,
    "designations:detach": WITH_PAPERS,
    "designations:edit": {"act": {"status": "candidate"}},
    "designations:move": {"act": {"status": "candidate"}},
    "facilities:function-end": {"facility": {"provisions__isnull": False}},
    "programs:grant-move": {"grant": {"status": "applied"}},
}


class Missing(LookupError):
    """The demonstration has no such thing."""


class Things(dict[str, Any]):
    """One thing of each kind, looked up when an address asks for it."""

    def __init__(self, otherwise: dict[str, Any]) -> None:
        super().__init__()
        self.otherwise = otherwise

    def __missing__(self, name: str) -> Any:
        from django.apps import apps

        label, condition = THINGS.get(name, (name, {}))
        condition = self.otherwise.get(name, condition)
        if name not in THINGS:
            raise Missing(label)
        of_kind = apps.get_model(label)._base_manager.order_by("pk")
        found = of_kind.filter(**condition).first() or of_kind.first()
        if found is None:
            raise Missing(label)
        self[name] = found
        return found


def wanted() -> Iterator[tuple[str, str, str]]:
    """Name, person and address of each page; what has no object is named on the way."""
    from django.urls import reverse

    from tests.authz.addresses import ARGUMENTS
    from tests.authz.matrix import PEOPLE, read_matrix

    usual, seen = Things({}), set()
    for row in read_matrix():
        who = next((p for p in PEOPLE if row.expected[p] == "200"), None)
        if row.method != "GET" or row.data == "other" or who is None:
            continue
        name = "admin:index" if row.url == "admin:*" else row.url
        otherwise = OTHERWISE.get(row.url)
        things = Things(otherwise) if otherwise else usual
        try:
            kwargs = (
                ARGUMENTS[row.url](things, row.data) if row.url in ARGUMENTS else {}
            )
        except Missing as missing:
            print(f"no picture of {row.url}: no {missing} in the demonstration")
            continue
        address = reverse(name, kwargs=kwargs)
        if address not in seen and not Path(address).suffix:
            seen.add(address)
            yield name.replace(":", "-"), who, address


def photograph(page: Page, width: int, name: str, address: str) -> None:
    """What is wider than the screen is said; what turns out to be a file is no page."""
    try:
        answer = page.goto(address, timeout=120_000)
    except Error:
        return
    kind = answer.headers.get("content-type", "") if answer else ""
    if "html" not in kind:
        return
    if not answer.ok:
        print(f"no page: {name} answers {answer.status}")
        return
    if page.locator("[hx-trigger=load]").count():
        page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / str(width) / f"{name}.png", full_page=True)
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > width:
        print(f"wider than the screen: {name}, {needed} of {width} pixels")


def main() -> None:
    start_django()
    pages = list(wanted())
    with portal_running() as portal, browser_running() as browser:
        for width in WIDTHS:
            (FOLDER / str(width)).mkdir(parents=True, exist_ok=True)
            for who, account in ACCOUNTS.items():
                page = open_page(browser, portal, account, width)
                for name, person, address in pages:
                    if person == who:
                        photograph(page, width, name, address)
                page.context.close()
    print(f"{FOLDER}: {len(pages)} addresses, {len(WIDTHS)} widths")


if __name__ == "__main__":
    main()
