"""The start page of each role, for one day: what to do today first, then how things stand."""

from datetime import date

from accounts.models import User
from accounts.roles import Role
from formats.dates import wareki
from portal.start.administrator import administrator_page
from portal.start.committee import committee_page
from portal.start.page import StartPage
from portal.start.staff import clerk_page, official_page

MAKERS = {
    Role.OFFICIAL: official_page,
    Role.HEALTH_CENTRE: clerk_page,
    Role.COMMITTEE: committee_page,
    Role.ADMINISTRATOR: administrator_page,
}
WEEKDAYS = "月火水木金土日"


def start_page(user: User, today: date, day: date | None = None) -> StartPage:
    """The page of the person's role. ``day`` is the one that figures speak of, else today."""
    make = MAKERS.get(user.role)
    if make is None:
        return StartPage(
            "はじめに",
            lede="役割が決まっていません。システム管理者に知らせてください。",
        )
    page = make(user, today, day or today)
    page.kicker = (
        f"{wareki(today)}（{WEEKDAYS[today.weekday()]}）　{user.get_role_display()}"
    )
    return page
