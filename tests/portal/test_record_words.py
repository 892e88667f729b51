"""Every action that goes on record has a Japanese name on the page of records."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.record_words import action_words
from programs.kinds import GrantMove

ROOMS = (
    "accounts", "zones", "facilities", "designations", "programs", "indicators", "imports",
    "reports", "portal",
)  # fmt: skip
RECORDED = re.compile(r"(?:audit|record)\(\s*\"([a-z_]+)\"")


def recorded() -> list[str]:
    files = (
        path
        for room in ROOMS
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
    )
    found = {name for path in files for name in RECORDED.findall(path.read_text())}
    return sorted(
        found | {f"{move.value}_grant" for move in set(GrantMove) - {GrantMove.APPLY}}
    )


@pytest.mark.parametrize("action", recorded())
def test_an_action_on_record_is_said_in_japanese(action: str) -> None:
    assert not re.search(r"[a-z]", action_words(action))
