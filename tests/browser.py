"""How the tests drive a real browser: how it starts, what it watches for, what it asserts."""

import shutil
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}

# The browser calls home by itself unless it is told not to.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
}

OpenPage = Callable[..., Page]


def chromium() -> str | None:
    """Path of the system's Chromium; the driver's own download is never used."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def axe(page: Page, *rules: str) -> None:
    """Assert that the page as it stands breaks no accessibility rule of WCAG 2.2 AA, or not these."""
    options = AXE_OPTIONS | ({"runOnly": rules} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    assert not found, "\n".join(
        f"{rule['id']} ({rule['impact']}): {', '.join(str(n['target']) for n in rule['nodes'])}"
        f" - {rule['help']}"
        for rule in found
    )


def watch(page: Page, address: str, complaints: list[str]) -> None:
    """Note what no page may do: break the security policy, fail in script, call outside."""

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(f"security policy: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:", "about:")):
            complaints.append(f"outside address: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("request", on_request)
