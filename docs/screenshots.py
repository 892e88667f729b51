"""Takes the pictures of the README and the manual from the demonstration data: make screenshots.

Each picture is a page as one account sees it. The session is made directly, so that the script
needs no password.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "manual" / "images"


def pages() -> list[tuple[Path, str, str]]:
    """File, account and address of each picture; the addresses come from the data."""
    from django.utils import timezone

    from designations.models import Designation
    from imports.models import Upload

    acts = Designation.objects.effective_on(timezone.localdate())
    act = acts.order_by("case_number").first()
    upload = Upload.objects.order_by("-uploaded_at").first()
    return [
        (PICTURES / "start.png", "pref", "/"),
        (PICTURES / "facilities.png", "pref", "/facilities/"),
        (PICTURES / "import-preview.png", "pref", upload.get_absolute_url()),
        (PICTURES / "designation.png", "pref", act.get_absolute_url()),
        (PICTURES / "zone.png", "pref", act.parts.first().zone.get_absolute_url()),
        (PICTURES / "reports.png", "committee", "/reports/"),
    ]


def session_of(username: str) -> dict[str, str]:
    """The cookie of a signed-in account of the demonstration."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def portal_running() -> Iterator[str]:
    """The address of the portal, served as it is installed."""
    bind = f"127.0.0.1:{free_port()}"
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--no-control-socket"]
    # The pages for residents are off unless somebody switches them on.
    switched_on = {**os.environ, "PUBLIC_PAGES": "true"}
    server = subprocess.Popen([*gunicorn, "--bind", bind], cwd=ROOT, env=switched_on)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(bind.partition(":")[2]))) == 0:
                    break
            time.sleep(0.1)
        yield f"http://{bind}"
    finally:
        # It has nothing to finish, and would wait for the browser.
        server.send_signal(signal.SIGINT)
        server.wait()


@contextmanager
def browser_running() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def open_page(browser: Browser, address: str, username: str, width: int) -> Page:
    """A page of somebody who is signed in; nobody is where there is no name."""
    context = browser.new_context(
        locale="ja-JP", viewport={"width": width, "height": 800}, base_url=address
    )
    if username:
        context.add_cookies([{**session_of(username), "url": address}])
    return context.new_page()


def start_django() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # The browser driver keeps an event loop in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()


def main() -> None:
    start_django()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with portal_running() as address, browser_running() as browser:
        for file, username, path in pages():
            page = open_page(browser, address, username, 1280)
            page.goto(path)
            # Pictures of pages come when they are looked at.
            page.wait_for_load_state("networkidle")
            page.screenshot(path=file)
            page.context.close()
            print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
