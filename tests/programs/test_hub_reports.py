"""A hub's yearly report: asked for, reminded, taken in, and checked."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from programs.actions import (
    ReportContent,
    ask_for_reports,
    check_report,
    receive_report,
    remind_hub,
    remind_hubs,
    reopen_report,
)
from programs.errors import NotAllowed, RuleBroken, WrongState
from programs.hub_reports import due_reports, hub_years, todo_for
from programs.kinds import ActivityKind
from programs.models import Activity, HubReport
from tests.factories import people, places

pytestmark = pytest.mark.django_db
YEAR = 2025  # of the fixture `reports`
DUE = date(2026, 4, 30)
DAY = date(2026, 5, 10)


def asked(official: User, year: int = YEAR) -> list[HubReport]:
    return ask_for_reports(
        prefecture=places.prefecture(), fiscal_year=year, due_on=DUE, by=official
    )


def content(*activities: dict[str, object], **words: str) -> ReportContent:
    return ReportContent(words, activities)


def meeting(**more: object) -> dict[str, object]:
    return {"kind": ActivityKind.MEETINGS, "name": "定例の会議", "sessions": 12, **more}


def tasks(user: User) -> list[Notice]:
    return list(Notice.objects.visible_to(user).open_tasks())


def news(user: User) -> list[tuple[str, str]]:
    """What a person was told, the newest first."""
    rows = Notice.objects.visible_to(user).order_by("-pk")
    return list(rows.values_list("text", "detail"))


def test_every_hub_in_force_in_the_year_owes_a_report(
    reports: list[HubReport], official: User, zones: Any
) -> None:
    assert [str(r.operator) for r in reports] == ["東試験医師会", "西試験医師会"]
    assert len(asked(official)) == 2
    assert HubReport.objects.count() == 2
    with pytest.raises(RuleBroken, match="依頼する拠点がありません"):
        asked(official, 2024)


def test_the_clerk_sees_the_hubs_of_the_own_area_alone(
    reports: list[HubReport], clerk: User, official: User
) -> None:
    assert [d.name for d in due_reports(clerk, "01", YEAR)] == ["東試験医師会"]
    assert len(due_reports(official, "01", YEAR)) == 2
    (todo,) = todo_for(official, DAY)
    assert (todo["count"], "期限を過ぎたもの2" in todo["note"]) == (2, True)
    assert todo_for(clerk, DAY) == []
    assert due_reports(people.committee_member(), "01", YEAR) == []


def test_a_reminder_reaches_the_health_centre_of_the_hub(
    reports: list[HubReport], clerk: User, official: User, client: Client
) -> None:
    remind_hub(report=reports[0], on=DAY, message="至急お願いします", by=official)
    client.force_login(clerk)
    page = client.get(reverse("programs:hub-reports"), {"year": YEAR})
    assert "都道府県から督促が届いています" in page.content.decode()
    assert "至急お願いします" in page.content.decode()
    assert "督促のあったもの1" in todo_for(official, DAY)[0]["note"]
    assert news(clerk)[0] == (
        "年次報告の督促が届きました：東試験医師会　令和7年度",
        "至急お願いします",
    )
    with pytest.raises(NotAllowed):
        remind_hub(report=reports[0], on=DAY, by=clerk)


def test_what_is_asked_is_a_task_until_the_report_is_in(
    reports: list[HubReport], clerk: User, official: User
) -> None:
    (task,) = tasks(clerk)
    assert (task.due_on, task.link) == (DUE, reports[0].get_absolute_url())
    assert "東試験医師会　令和7年度" in task.text
    assert tasks(official) == []
    ask_for_reports(
        prefecture=places.prefecture(),
        fiscal_year=YEAR,
        due_on=date(2026, 5, 31),
        by=official,
    )
    assert [task.due_on for task in tasks(clerk)] == [date(2026, 5, 31)]
    report = HubReport.objects.get(pk=reports[0].pk)
    report = receive_report(report=report, content=content(meeting()), on=DAY, by=clerk)
    assert tasks(clerk) == []
    assert "年次報告が提出されました：東試験医師会" in news(official)[0][0]
    reopen_report(
        report=report,
        version=report.version,
        reason="人数が前の年と同じ",
        on=DAY,
        by=official,
    )
    assert [task.link for task in tasks(clerk)] == [report.get_absolute_url()]
    assert "理由：人数が前の年と同じ" in [detail for _, detail in news(clerk)]


def test_all_that_are_missing_are_reminded_at_once(
    reports: list[HubReport], clerk: User, official: User
) -> None:
    receive_report(report=reports[0], content=content(meeting()), on=DAY, by=clerk)
    reminded = remind_hubs(
        prefecture=places.prefecture(), fiscal_year=YEAR, on=DAY, by=official
    )
    assert [one.report.pk for one in reminded] == [reports[1].pk]
    assert not any("督促" in text for text, _ in news(clerk))
    other = people.clerk(places.health_centre([places.municipality("01207")]))
    receive_report(report=reports[1], content=content(), on=DAY, by=other)
    with pytest.raises(RuleBroken, match="すべて提出されています"):
        remind_hubs(
            prefecture=places.prefecture(), fiscal_year=YEAR, on=DAY, by=official
        )


def test_counts_days_and_professions_of_a_report_must_fit(
    reports: list[HubReport], clerk: User
) -> None:
    wrong = content(
        meeting(name="合わない", participants=5, by_profession={"nurse": 4}),
        meeting(name="前の年", date_from=date(2025, 3, 31)),
        meeting(name="先の日", date_from=date(2026, 3, 31)),
    )
    with pytest.raises(RuleBroken) as broken:
        receive_report(report=reports[0], content=wrong, on=date(2026, 3, 1), by=clerk)
    rules = [
        message[message.index("」") + 1 :][:2] for message in broken.value.messages
    ]
    assert rules == ["A1", "A3", "A2"]
    assert not Activity.objects.exists()


def test_another_health_centre_takes_nothing_in(reports: list[HubReport]) -> None:
    other = people.clerk(places.health_centre([places.municipality("01207")]))
    with pytest.raises(NotAllowed):
        receive_report(report=reports[0], content=content(), on=DAY, by=other)


def test_a_checked_report_stands(reports: list[HubReport], clerk: User) -> None:
    official = people.official()
    report = receive_report(
        report=reports[0], content=content(meeting()), on=DAY, by=clerk
    )
    with pytest.raises(NotAllowed):
        check_report(report=report, version=report.version, by=clerk)
    check_report(report=report, version=report.version, by=official)
    with pytest.raises(WrongState):
        receive_report(report=report, content=content(), on=DAY, by=clerk)
    assert Activity.objects.count() == 1


def test_the_year_of_all_hubs_is_plain_data_for_a_report(
    reports: list[HubReport], clerk: User, official: User
) -> None:
    receive_report(
        report=reports[0],
        content=content(
            meeting(participants=120), meeting(kind="training", sessions=2)
        ),
        on=DAY,
        by=clerk,
    )
    east, west = hub_years(due_reports(official, "01", YEAR), YEAR)
    assert (east.name, east.zones, east.done) == ("東試験医師会", ("東試験",), 2)
    assert east.total.words() == "14回、延べ120人"
    assert east.total.unknown_participants == 1
    assert (west.status, west.done, west.total.sessions) == ("未提出", 0, None)
