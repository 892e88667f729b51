"""Fifty people at once for a bounded minute on loopback: 80 % read, 15 % write, 5 % upload or download.

Takes the database of DATABASE_URL (that of the demonstration without one), which `make demo-data` has
filled, and starts what production starts: gunicorn with two workers and one worker for background
work. One person acts alone first, then all together; it prints the errors, the p95 of each kind and
its ratio to acting alone, and the memory of the web server before and after. Writes are real: run it
on a copy.

    .venv/bin/python benchmarks/load.py [--users 50] [--seconds 60]
"""

import argparse
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from formats.codes import medical_check_digit
from tests.browsing import Browser, NotSaved

READ = [
    "/",
    "/facilities/",
    "/facilities/?page=2",
    "/zones/",
    "/designations/",
    "/indicators/",
    "/indicators/functions/",
    "/indicators/map/",
    "/reports/",
    "/imports/",
    "/search/?q=a",
]
ACCOUNTS = ["pref", "pref2", "hc-sapporo"]
UPLOAD_HEADER = (
    "医療機関番号,医療機関名称,郵便番号,住所,電話番号,病床数,受理記号,算定開始年月日"
)
UPLOAD_REST = (
    "060-0001,札幌市中央区北３条西６丁目１,011-000-0001,,支援診３,令和6年10月1日"
)
KINDS = {"read": 80, "write": 15, "heavy": 5}
Took = dict[str, list[float]]


class Offered:
    """What an account may choose from, read once for all who use it here."""

    def __init__(self, browser: Browser) -> None:
        shown = browser.get("/facilities/?per_page=100")
        self.facilities = sorted(set(re.findall(r'href="(/facilities/\d+/)"', shown)))
        reports = re.findall(
            r'href="(/reports/[0-9a-f-]{36}/)', browser.get("/reports/")
        )
        self.reports = sorted(set(reports))


class Person:
    """One of those at work: what they may choose from, and a facility of their own to write to."""

    def __init__(self, browser: Browser, offered: Offered, taken: set[str]) -> None:
        self.browser = browser
        self.chance = random.Random(len(taken))
        # Two who change the same at the same moment are told so, which is another test.
        self.own = next(one for one in offered.facilities if one not in taken)
        taken.add(self.own)
        self.reports = offered.reports
        self.done = 0
        self._acts: dict[str, list[Callable[[], object]]] = {
            "read": [self._read],
            "write": [self._edit, self._confirm, self._keep_view],
            "heavy": [self._upload, self._pdf, self._sheet],
        }

    def act(self, kind: str) -> None:
        self.done += 1
        self.chance.choice(self._acts[kind])()

    def some_kind(self) -> str:
        return self.chance.choices(list(KINDS), list(KINDS.values()))[0]

    def _read(self) -> None:
        self.browser.get(self.chance.choice([*READ, self.own]))

    def _edit(self) -> None:
        phone = f"011-555-{self.chance.randrange(10_000):04d}"
        values = {"phone": phone, "reason": "負荷の測定"}
        self.browser.fill_in(f"{self.own}edit/", values)

    def _confirm(self) -> None:
        self.browser.send(f"{self.own}confirm/", {})

    def _keep_view(self) -> None:
        name = f"測定 {self.own} {self.done}"
        values = {"which": "facilities:list", "name": name, "query": "sort=name"}
        self.browser.send("/saved-views/", values)

    def _upload(self) -> None:
        lines = [UPLOAD_HEADER]
        for _ in range(20):
            first6 = f"{80_000 + self.chance.randrange(9_999):06d}"
            code = first6 + medical_check_digit("01", "medical", first6)
            lines.append(f"{code},そらねみちクリニック{code},{UPLOAD_REST}")
        content = "\r\n".join(lines).encode()
        self.browser.fill_in("/imports/new/", {}, {"file": ("名簿.csv", content)})

    def _pdf(self) -> None:
        for report in self.reports[:1]:
            if not self.browser.bytes(f"{report}pdf/").startswith(b"%PDF"):
                raise NotSaved(report)

    def _sheet(self) -> None:
        self.browser.bytes("/facilities/?format=xlsx")


def everybody(base: str, password: str, number: int) -> list[Person]:
    """So many sessions, signed in for real."""

    def session(at: int) -> Browser:
        browser = Browser(base)
        browser.sign_in(ACCOUNTS[at % len(ACCOUNTS)], password)
        return browser

    with ThreadPoolExecutor(4) as pool:
        sessions = list(pool.map(session, range(number)))
    offered = [Offered(one) for one in sessions[: len(ACCOUNTS)]]
    taken: set[str] = set()
    return [
        Person(one, offered[at % len(offered)], taken)
        for at, one in enumerate(sessions)
    ]


def rounds(people: list[Person], seconds: float) -> tuple[Took, Counter[str]]:
    """Let people act until the time is up; seconds of each answer, and errors."""
    took: Took = defaultdict(list)
    errors: Counter[str] = Counter()
    lock = threading.Lock()
    until = time.monotonic() + seconds

    def live(person: Person) -> None:
        while time.monotonic() < until:
            kind, began, wrong = person.some_kind(), time.monotonic(), ""
            try:
                person.act(kind)
            except urllib.error.HTTPError as error:
                wrong = f"{error.code} {error.url.partition('/')[2].lstrip('/')}"
            except (OSError, NotSaved) as error:
                wrong = f"{type(error).__name__} {error}"[:200]
            with lock:
                if wrong:
                    errors[wrong] += 1
                else:
                    took[kind].append(time.monotonic() - began)
            time.sleep(person.chance.random() * 0.5)

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(live, people))
    return took, errors


def one_after_another(person: Person, times: int = 8) -> Took:
    """So many of each kind by somebody who is alone with the portal."""
    took: Took = defaultdict(list)
    for kind in KINDS:
        for _ in range(times):
            began = time.monotonic()
            person.act(kind)
            took[kind].append(time.monotonic() - began)
    return took


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else sum(values)


def memory(pid: int) -> int:
    """Megabytes of a process and its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        own = int(re.search(r"^Pid:\s+(\d+)", text, re.M)[1])
        parent = int(re.search(r"^PPid:\s+(\d+)", text, re.M)[1])
        size = re.search(r"^VmRSS:\s+(\d+)", text, re.M)
        if size and pid in (own, parent):
            total += int(size[1])
    return total // 1024


def start(port: int) -> list[subprocess.Popen[bytes]]:
    """The web server and the worker, with the settings of production but without TLS."""
    environment = {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": "of-one-measurement-" * 4,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_TLS_PROXY": "1",
        "MFA_REQUIRED": "0",
    }
    python = sys.executable
    gather = [python, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(gather, cwd=ROOT, env=environment, check=True)  # noqa: S603 (our own)
    web = [python, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
           "--threads", "4", "--no-control-socket", "--log-level", "error"]  # fmt: skip
    quiet = {**environment, "LOG_LEVEL": "ERROR"}
    return [
        subprocess.Popen(command, cwd=ROOT, env=quiet)  # noqa: S603 (our own servers)
        for command in (web, [python, "manage.py", "worker"])
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    text = (ROOT / "portal" / "demonstration.py").read_text()
    password = re.search(r'^PASSWORD = "([^"]+)"', text, re.M)[1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    begun = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:5.0f} s  {what}", file=sys.stderr, flush=True)

    servers = start(port)
    web = servers[0]
    try:
        Browser(base).wait_for("/readyz", seconds=40)
        people = everybody(base, password, asked.users)
        tell("all are signed in")
        rounds(people, min(10, asked.seconds))
        tell("warm")
        alone = one_after_another(people[0])
        tell("one alone was measured")
        before = memory(web.pid)
        together, errors = rounds(people, asked.seconds)
        time.sleep(5)
        after = memory(web.pid)
    finally:
        for server in servers:
            server.send_signal(signal.SIGTERM)
        for server in servers:
            server.wait(60)
    count = sum(map(len, together.values()))
    print(f"users {asked.users}, seconds {asked.seconds:g}, answers {count}")
    print(f"errors {sum(errors.values())} {dict(errors) or ''}")
    for kind in KINDS:
        one, all_ = p95(alone[kind]), p95(together[kind])
        print(
            f"{kind:<6} {len(together[kind]):>6} answers  p95 {all_:6.2f} s  "
            f"alone {one:5.2f} s  ratio {all_ / one:5.1f}"
        )
    print(f"memory {before} MB before, {after} MB after ({after / before - 1:+.0%})")


if __name__ == "__main__":
    main()
