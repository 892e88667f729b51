"""Each role walks its pages with the Tab key alone, at both widths and without script.

Every link, button and box of the page is reached in turn, so nothing holds the focus, and each shows
that it has it and stands on the screen.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.authz.cells import Desk
from tests.authz.stage import show
from tests.browser import NARROW, WIDE

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PAGES = {
    "anonymous": ["account_login"],
    "official": ["portal:home", "designations:detail", "reports:create"],
    "clerk": ["portal:home", "imports:create", "facilities:detail"],
    "committee": ["portal:home", "reports:list"],
    "administrator": ["portal:home", "portal:queue"],
}
# What can be reached, in the order of the page: one of a group of radio buttons is enough.
REACHABLE = """
() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
)].filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled
  && one.type !== "radio").map(one => {
  one.dataset.walk = "to do";
  return one.outerHTML.slice(0, 90);
})
"""
HERE = """
() => {
  const here = document.activeElement;
  // Past the end of the page, or at its beginning again.
  if (here === document.body || here.dataset.walk === "done") return null;
  const box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const faults = [];
  const name = here.outerHTML.slice(0, 90);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)
    faults.push("no sign of the focus: " + name);
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
    faults.push("off the screen: " + name);
  here.dataset.walk = "done";
  return faults;
}
"""
LEFT = """
() => [...document.querySelectorAll("[data-walk='to do']")].map(one => one.outerHTML.slice(0, 90))
"""


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("person", PAGES)
def test_everything_is_reached_with_the_tab_key(
    desk: Desk, stage: Page, person: str, viewport: dict[str, int]
) -> None:
    stage.set_viewport_size(viewport)
    for url in PAGES[person]:
        address = reverse(url, kwargs=desk.world.kwargs(url, "own", person))
        show(stage, desk.send("GET", address, person))
        assert walk_with_tab(stage) == [], url


def walk_with_tab(stage: Page) -> list[str]:
    """What goes wrong between the first press of the key and the end of the page."""
    reachable = stage.evaluate(REACHABLE)
    faults: list[str] = []
    for _ in range(2 * len(reachable)):
        stage.keyboard.press("Tab")
        found = stage.evaluate(HERE)
        if found is None:
            break
        faults += found
    return [*faults, *(f"never reached: {one}" for one in stage.evaluate(LEFT))]
