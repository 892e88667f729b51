"""What every test stands on: the database, the browser, the real files, the fault rounds.

DATABASE_URL chooses the database (SQLite without it). Each run has a database and a folder of
its own, so that runs at the same time do not meet.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import teardown_databases

from tests import database
from tests.browser import CHROMIUM_FLAGS, WIDE, OpenPage, chromium, watch
from tests.on_record import watched

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# A test is chosen by what it asks for, so that no mark can be forgotten.
DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "live_server",
    "child_environment",
}
MARK_OF_FIXTURE = {
    "browser": "browser",
    "real_data": "real_data",
    "fault_rounds": "faults",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out tests that ask for no database: the run on the other one has them",
    )


def asks_for_a_database(item: pytest.Item) -> bool:
    """Whether a test may touch the database; pytest-django stops every other from doing so."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(fixtures & DATABASE_FIXTURES)


def pytest_configure(config: pytest.Config) -> None:
    folder = tempfile.TemporaryDirectory(prefix="zaitaku-test-")
    config.add_cleanup(folder.cleanup)
    database.lie_in(folder.name)
    settings.STATIC_ROOT = folder.name
    settings.REPORT_PARTS_DIR = f"{folder.name}/report-parts"
    # Every test client lists all static files anew unless they are looked up when asked for.
    settings.WHITENOISE_AUTOREFRESH = True
    # Hashing passwords as slowly as production does would be half of the suite's time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The browser driver keeps an event loop in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


def _keep(
    config: pytest.Config,
    items: list[pytest.Item],
    wanted: Callable[[pytest.Item], bool],
) -> None:
    left_out = [item for item in items if not wanted(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if wanted(item)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if config.getoption("database_only"):
        _keep(config, items, asks_for_a_database)
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    _keep(config, items, lambda item: item.get_closest_marker(other) is None)
    for item in items:
        for fixture, mark in MARK_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """pytest-django's own, but the migrations run once and not in every run."""
    with django_db_blocker.unblock():
        made = database.make()
        database.let_tables_be_emptied()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _writes_are_on_record() -> Iterator[None]:
    """What any test sends to a page and is written must be on record; see ``tests.on_record``."""
    complaints: list[str] = []
    with watched(complaints):
        yield
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public files beside the project; they are never part of it."""
    if not REAL_DATA.is_dir():
        pytest.skip(
            "no real public files: lay them in ../shared/data beside the project"
        )
    return REAL_DATA


@pytest.fixture(scope="session")
def fault_rounds() -> int:
    """How often to kill or race: a sample here, many in `make test-faults`."""
    return int(os.environ.get("FAULT_ROUNDS", "3"))


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """Environment in which a child process, such as manage.py, sees the test's database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return {**os.environ, "DATABASE_URL": f"sqlite:///{name}"}
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
    return {**os.environ, "DATABASE_URL": urlunsplit(address)}


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium: sudo apt-get install -y chromium")
    return {
        **browser_type_launch_args,
        "executable_path": executable,
        "args": CHROMIUM_FLAGS,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@pytest.fixture
def open_page(live_server: Any, new_context: Any) -> Iterator[OpenPage]:
    """Opens pages on the running portal, each a person of its own, signed in where one is given.

    Any page that breaks the security policy, fails in script or calls an outside address
    fails its test. The sign-in form has a test of its own, so `user` takes the short way.
    """
    complaints: list[str] = []

    def open_one(*, user: Any = None, viewport: dict[str, int] = WIDE) -> Any:
        context = new_context(base_url=live_server.url, viewport=viewport)
        if user is not None:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            session = client.cookies[name].value
            context.add_cookies(
                [{"name": name, "value": session, "url": live_server.url}]
            )
        page = context.new_page()
        watch(page, live_server.url, complaints)
        return page

    yield open_one
    assert not complaints, "\n".join(complaints)
