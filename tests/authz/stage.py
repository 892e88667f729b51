"""A browser page in which the answers of the desk are shown one after the other.

It has the style sheets and axe already, so that each of hundreds of pages costs a moment: the
journeys open pages the long way, this one only looks at them.
"""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from tests.authz.addresses import ARGUMENTS
from tests.authz.cells import Answer, Desk
from tests.authz.matrix import PEOPLE, read_matrix
from tests.browser import AXE_OPTIONS, NARROW
from tests.test_repository import OUTSIDE, VOCABULARY

HOST = "http://portal.test"
SHEETS = ("tokens", "frame", "controls", "data", "drawing")
FRAME = '<!doctype html><html lang="ja"><head><title>試験</title>{}</head><body></body></html>'
SHOW = """
html => {
  const next = new DOMParser().parseFromString(html, "text/html");
  document.documentElement.lang = next.documentElement.lang;
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  // The browser goes on from where the focus was, unless a click says where it is.
  getSelection().collapse(document.body, 0);
  scrollTo(0, 0);
}
"""
COMPLAIN = """
async options => {
  const found = await axe.run(document, options);
  const said = found.violations.map(rule =>
    `${rule.id}: ${rule.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`);
  for (const table of document.querySelectorAll("table:not(:has(> caption))"))
    said.push(`a table without caption: ${table.textContent.slice(0, 60)}`);
  const width = document.documentElement.scrollWidth;
  return width > innerWidth ? [...said, `${width} pixels wide`] : said;
}
"""
HTML = "text/html"


def set_stage(browser: Browser) -> Iterator[Page]:
    """A page of the width of a telephone with the portal's style sheets and axe."""
    context = browser.new_context(viewport=NARROW, locale="ja-JP")
    page = context.new_page()
    page.route(f"{HOST}/**", _give)
    page.goto(f"{HOST}/")
    page.evaluate(AXE_SCRIPT)
    yield page
    context.close()


def _give(route: Route) -> None:
    path = route.request.url.removeprefix(HOST)
    if path == "/":
        links = (f'<link rel="stylesheet" href="/static/css/{n}.css">' for n in SHEETS)
        route.fulfill(body=FRAME.format("".join(links)), content_type=HTML)
        return
    name = path.partition("?")[0].removeprefix("/static/")
    file = None if name.startswith("/") else finders.find(name)
    route.fulfill(path=file) if file else route.fulfill(status=404)


def complaints(stage: Page, answer: Answer) -> list[str]:
    """What axe says of a page, whether it is too wide, and which addresses of others it names."""
    html = show(stage, answer)
    named = (address for address in OUTSIDE.findall(html) if not ours(address))
    return [*stage.evaluate(COMPLAIN, AXE_OPTIONS), *named]


def show(stage: Page, answer: Answer) -> str:
    html = answer.response.content.decode()
    stage.evaluate(SHOW, html)
    return html


def ours(address: str) -> bool:
    return address.startswith((*VOCABULARY, "http://testserver/"))


def is_page(answer: Answer) -> bool:
    """A page in the portal's frame; the sheet of a report has style sheets of its own."""
    kind = answer.response.headers.get("Content-Type", "")
    if answer.status != "200" or not kind.startswith(HTML):
        return False
    return b"css/tokens" in answer.response.content


def addresses(desk: Desk, method: str) -> Iterator[tuple[str, str, str]]:
    """Name, address and person of every row of the matrix that answers with 200."""
    seen = set()
    for row in read_matrix():
        person = next((p for p in PEOPLE if row.expected[p] == "200"), None)
        if row.url in ARGUMENTS and not desk.world.regions:
            continue
        # The back office is the library's own.
        if row.method != method or row.data == "other" or row.url == "admin:*":
            continue
        if person is not None:
            address = reverse(
                row.url, kwargs=desk.world.kwargs(row.url, row.data, person)
            )
            if address not in seen:
                seen.add(address)
                yield row.url, address, person


def walk(desk: Desk, stage: Page, method: str) -> tuple[int, list[str]]:
    """How many pages there were, and what is wrong with them.

    Pages made of the same pieces are looked at once: there are forty pages that ask for a yes.
    """
    found: list[str] = []
    looked: set[frozenset[str]] = set()
    for url, address, person in addresses(desk, method):
        answer = desk.send(method, address, person)
        pieces = frozenset(str(one.name) for one in answer.response.templates)
        if is_page(answer) and pieces not in looked:
            looked.add(pieces)
            found += [f"{url}, {person}: {c}" for c in complaints(stage, answer)]
    return len(looked), found
