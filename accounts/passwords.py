"""Rules for passwords that Django does not have: nothing that this portal itself suggests, and nothing
that is in a list of breached ones, where the operator has laid one down."""

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

logger = logging.getLogger("portal.passwords")
# What somebody who knows only the portal would try first.
SUGGESTED = (
    "zaitaku",
    "portal",
    "password",
    "hokenjo",
    "kencho",
    "iryou",
    "hokkaido",
    "niigata",
    "在宅",
    "医療",
    "保健所",
    "北海道",
)


class NotSuggested:
    """Refuses a password that is little more than a word of the portal."""

    MOST_BESIDE = 6

    def validate(self, password: str, user: object = None) -> None:
        lowered = password.lower()
        for word in SUGGESTED:
            if word in lowered and len(lowered) - len(word) <= self.MOST_BESIDE:
                raise ValidationError(
                    "このポータルや地域の名前に数字などを足しただけのものは使えません。"
                )

    def get_help_text(self) -> str:
        return "このポータルや地域の名前に数字などを足しただけのものは使えません。"


class NotBreached:
    """Refuses what is in ``BREACHED_PASSWORDS_FILE``; without one it asks nothing."""

    def validate(self, password: str, user: object = None) -> None:
        path = settings.BREACHED_PASSWORDS_FILE
        try:
            listed = bool(path) and is_listed(password, Path(path))
        except OSError:
            # Nobody is kept from a new password for it; the doctor says that the list is away.
            logger.exception("the list of breached passwords cannot be read")
            return
        if listed:
            raise ValidationError(
                "このパスワードは、過去に漏えいしたものの一覧にあります。別のものにしてください。"
            )

    def get_help_text(self) -> str:
        if not settings.BREACHED_PASSWORDS_FILE:
            return "ほかのところで使っているパスワードは使わないでください。"
        return "過去に漏えいしたものの一覧にあるパスワードは使えません。"


def is_listed(password: str, path: Path) -> bool:
    """Whether a list of SHA-1 in order (``HASH`` or ``HASH:COUNT`` on each line) has a password."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
    wanted = digest.upper().encode()
    with path.open("rb") as file:
        first, end = 0, path.stat().st_size
        # The line that is looked for begins at or after ``first`` and before ``end``.
        while first < end:
            middle = (first + end) // 2
            file.seek(middle)
            if middle:
                file.seek(middle - 1)
                file.readline()
            begins = file.tell()
            line = file.readline()
            if begins >= end or not line:
                end = middle
                continue
            found = line.strip().partition(b":")[0].upper()
            if found == wanted:
                return True
            if found < wanted:
                first = begins + len(line)
            else:
                end = middle
    return False
