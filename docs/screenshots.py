"""Takes the pictures of the README and the manual from the demonstration data: make screenshots.

Each picture is a page as one account sees it. The session is made directly, so that the script
needs no password.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

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


def take_pictures(
    address: str,
    wanted: list[tuple[Path, str, str]],
    sessions: dict[str, dict[str, str]],
) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for file, username, path in wanted:
            context = browser.new_context(
                locale="ja-JP", viewport={"width": 1280, "height": 800}
            )
            context.add_cookies([{**sessions[username], "url": address}])
            page = context.new_page()
            page.goto(address + path)
            page.screenshot(path=file)
            print(file.relative_to(ROOT))
        browser.close()


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    wanted = pages()
    sessions = {username: session_of(username) for _, username, _ in wanted}
    PICTURES.mkdir(parents=True, exist_ok=True)
    bind = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--bind",
            bind,
            "--no-control-socket",
        ],
        cwd=ROOT,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(bind.partition(":")[2]))) == 0:
                    break
            time.sleep(0.1)
        take_pictures(f"http://{bind}", wanted, sessions)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
