"""A browser without a screen, for servers of their own: cookies, forms as the page has them, files."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from html.parser import HTMLParser

Files = dict[str, tuple[str, bytes]]
# What the proxy in front says in production; the cookies are for TLS only.
BEHIND_TLS = {"X-Forwarded-Proto": "https"}


class NotSaved(Exception):
    """The form came back where something was to be stored."""


class Browser:
    """One person's session with the portal at an address on loopback."""

    def __init__(self, base: str) -> None:
        self.base = base
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self._jar = http.cookiejar.CookieJar(policy)
        keeping = urllib.request.HTTPCookieProcessor(self._jar)
        self._open = urllib.request.build_opener(keeping).open

    def wait_for(self, path: str, *, seconds: float) -> None:
        until = time.monotonic() + seconds
        while True:
            try:
                self.get(path)
                return
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def sign_in(self, name: str, password: str) -> None:
        self.fill_in("/account/login/", {"login": name, "password": password})

    def bytes(self, path: str) -> bytes:
        request = urllib.request.Request(self.base + path, headers=BEHIND_TLS)  # noqa: S310 (loopback)
        with self._open(request, timeout=60) as answer:
            return answer.read()

    def get(self, path: str) -> str:
        return self.bytes(path).decode("utf-8", "replace")

    def fill_in(
        self, path: str, values: dict[str, str], files: Files | None = None
    ) -> str:
        """Open the page of a form, change some of its fields and send it. Raises ``NotSaved``."""
        form = FormOf(self.get(path), set(values) | set(files or {}))
        arrived = self.send(path, form.values | values, files)
        if urllib.parse.urlsplit(arrived).path == path:
            raise NotSaved(path)
        return arrived

    def send(
        self, path: str, values: dict[str, str], files: Files | None = None
    ) -> str:
        """Send a form; the address at which it led."""
        token = next((c.value for c in self._jar if "csrf" in c.name), "")
        values = values | {"csrfmiddlewaretoken": token}
        origin = self.base.replace("http:", "https:")
        kind, body = "application/x-www-form-urlencoded", b""
        if files:
            kind, body = _multipart(values, files)
        else:
            body = urllib.parse.urlencode(values).encode()
        headers = {**BEHIND_TLS, "Content-Type": kind, "Referer": origin + path}
        request = urllib.request.Request(self.base + path, body, headers)  # noqa: S310 (loopback)
        with self._open(request, timeout=60) as answer:
            answer.read()
            return str(answer.url)


class FormOf(HTMLParser):
    """The fields of the form of a page that has the named ones, with what is in them."""

    def __init__(self, page: str, names: set[str]) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._seen: set[str] = set()
        self._found: dict[str, str] = {}
        self._in: tuple[str, str] | None = None
        self._names = names
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self._found, self._seen = {}, set()
        elif tag == "input":
            self._seen.add(name)
            chosen = (
                given.get("type") not in {"checkbox", "radio"} or "checked" in given
            )
            if name and chosen and given.get("type") not in {"file", "submit"}:
                self._found[name] = value
        elif tag in {"select", "textarea"}:
            self._seen.add(name)
            self._in = (tag, name)
            self._found.setdefault(name, "")
        elif tag == "option" and self._in and "selected" in given:
            self._found[self._in[1]] = value

    def handle_data(self, data: str) -> None:
        if self._in and self._in[0] == "textarea":
            self._found[self._in[1]] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._in and tag == self._in[0]:
            self._in = None
        if tag == "form" and self._names <= self._seen:
            self.values = self._found


def _multipart(values: dict[str, str], files: Files) -> tuple[str, bytes]:
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
        for n, v in values.items()
    ]
    for name, (file_name, content) in files.items():
        safe = re.sub(r'["\r\n]', "_", file_name)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{safe}"'
        parts.append(
            head.encode()
            + b"\r\nContent-Type: application/octet-stream\r\n\r\n"
            + content
            + b"\r\n"
        )
    return f"multipart/form-data; boundary={mark}", b"".join(
        [*parts, f"--{mark}--\r\n".encode()]
    )
