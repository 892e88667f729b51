"""Fifty people at once for a bounded minute on loopback: 80 % read, 15 % write, 5 % upload or PDF.

    .venv/bin/python benchmarks/load.py [--users 50] [--seconds 60]

Makes a database of its own with the demonstration in it (or takes the one of DATABASE_URL as it is),
starts gunicorn with two workers on a free port, asks alone first and then all together, and prints
the errors, the p95 of each kind and its ratio to asking alone, and the memory before and after.
"""

import argparse
import http.cookiejar
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
import urllib.parse
import urllib.request
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = [
    "/",
    "/facilities/",
    "/zones/",
    "/designations/",
    "/indicators/",
    "/reports/",
    "/search/?q=a",
]
WRITE = ["/stay/"]
HEAVY = ["/facilities/?format=xlsx", "/reports/"]
ACCOUNTS = ["pref", "pref2", "hc-sapporo"]


class Person:
    """A browser without a screen: cookies, tokens, and the time each answer took."""

    def __init__(self, base: str, name: str, password: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar)
        ).open
        page = self.get("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        typed = {"login": name, "password": password, "csrfmiddlewaretoken": token}
        self.send("/account/login/", typed)

    def get(self, path: str) -> str:
        with self.open(self.base + path, timeout=60) as answer:
            return answer.read().decode("utf-8", "replace")

    def send(self, path: str, typed: dict[str, str]) -> None:
        token = {c.name: c.value for c in self.jar}.get("csrftoken", "")
        request = urllib.request.Request(  # noqa: S310 (loopback)
            self.base + path,
            urllib.parse.urlencode(typed).encode(),
            {"X-CSRFToken": token, "Referer": self.base + path},
        )
        with self.open(request, timeout=60) as answer:
            answer.read()

    def act(self, chance: random.Random) -> str:
        kind = chance.choices(["read", "write", "heavy"], [80, 15, 5])[0]
        if kind == "write":
            self.send(chance.choice(WRITE), {})
        else:
            self.get(chance.choice(READ if kind == "read" else HEAVY))
        return kind


def rounds(
    base: str, password: str, users: int, seconds: float
) -> tuple[dict[str, list[float]], Counter[str]]:
    """Let so many people act until the time is up; seconds of each answer, and errors."""
    took: dict[str, list[float]] = defaultdict(list)
    errors: Counter[str] = Counter()
    lock = threading.Lock()
    people = [Person(base, ACCOUNTS[n % 3], password) for n in range(users)]
    until = time.monotonic() + seconds

    def live(number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                kind = people[number].act(chance)
            except urllib.error.HTTPError as error:
                with lock:
                    errors[f"{error.code}"] += 1
                continue
            except OSError as error:
                with lock:
                    errors[type(error).__name__] += 1
                continue
            with lock:
                took[kind].append(time.monotonic() - began)
            time.sleep(chance.random() * 0.5)

    threads = [threading.Thread(target=live, args=[n]) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, errors


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


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=60)
    asked = asked.parse_args()
    sys.path.insert(0, str(ROOT))
    text = (ROOT / "portal" / "demonstration.py").read_text()
    password = re.search(r'^PASSWORD = "([^"]+)"', text, re.M)[1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
               "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error"]  # fmt: skip
    server = subprocess.Popen(  # noqa: S603 (our own server)
        command, cwd=ROOT, env={**os.environ}
    )
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(base + "/readyz", timeout=5).close()  # noqa: S310 (loopback)
                break
            except OSError:
                time.sleep(0.2)
        alone, _ = rounds(base, password, 1, min(20, asked.seconds / 3))
        before = memory(server.pid)
        together, errors = rounds(base, password, asked.users, asked.seconds)
        time.sleep(5)
        after = memory(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    print(f"users {asked.users}, seconds {asked.seconds:g}, errors {dict(errors) or 0}")
    for kind, values in sorted(together.items()):
        one = p95(alone.get(kind, [])) or float("nan")
        print(
            f"{kind:<6} {len(values):>6} answers  p95 {p95(values):6.2f} s  "
            f"alone {one:5.2f} s  ratio {p95(values) / one:5.1f}"
        )
    print(f"memory {before} MB before, {after} MB after ({after / before - 1:+.0%})")


if __name__ == "__main__":
    main()
