"""A word in every text of every region, and where it may be read.

Status codes do not show a foreign name in a list, a choice or a workbook; the words do.
"""

import io
import subprocess
import zipfile
from typing import Any

from django.db.models import CharField, Model, TextField
from django.http import HttpResponse

from accounts.models import User

TEXTS = {
    "name",
    "title",
    "note",
    "notes",
    "address",
    "reason",
    "file_name",
    "text",
    "detail",
    "description",
    "contact",
    "original_name",
    "meeting_name",
    "content_words",
    "short_name",
}
# What a prefecture has in common, and every clerk of it may read: the plan with its zones, what it
# measures, its programs, and what was published.
SHARED = {
    "version",
    "requirement",
    "zone",
    "indicator",
    "target",
    "logic_item",
    "program",
    "program_year",
    "program_result",
    "measure",
    "draft",
}


# Notices, and who may read those of which regions: a role that covers a place is told what happens there.
TOLD = {
    "notice": {
        "official": {"own", "neighbour"},
        "clerk": {"own"},
        "committee": {"own", "neighbour"},
        "clerk next door": {"neighbour"},
        "official abroad": {"abroad"},
    },
    "notice of officials": {
        "official": {"own", "neighbour"},
        "official abroad": {"abroad"},
    },
}


def word(region: str, *, shared: bool = False) -> str:
    return f"金糸雀{region}{'共有' if shared else '限り'}"


def told_word(region: str, name: str) -> str:
    return f"金糸雀{region}{'職員宛' if name == 'notice of officials' else '皆宛'}"


def release(regions: dict[str, dict[str, Any]]) -> int:
    """Write each region's word into the texts of its objects; returns how many texts."""
    written = 0
    for region, things in regions.items():
        for name, thing in things.items():
            # What was published stays as it is: the database itself refuses.
            if name == "published" or isinstance(thing, User):
                continue
            if name in TOLD:
                written += _mark(thing, told_word(region, name))
            elif isinstance(thing, Model):
                written += _mark(thing, word(region, shared=name in SHARED))
    return written


def _mark(thing: Model, canary: str) -> int:
    changed = {}
    for field in thing._meta.concrete_fields:
        if field.name not in TEXTS or not isinstance(field, CharField | TextField):
            continue
        longest = field.max_length or 200
        changed[field.name] = f"{canary}{getattr(thing, field.name)}"[:longest]
    if changed:
        type(thing)._base_manager.filter(pk=thing.pk).update(**changed)
    return len(changed)


# The regions whose own things, and whose prefecture's common things, must never reach a person.
FORBIDDEN = {
    "official": ({"abroad"}, {"abroad"}),
    "clerk": ({"neighbour", "abroad"}, {"abroad"}),
    "committee": ({"own", "neighbour", "abroad"}, {"abroad"}),
    # Accounts, master tables and the record are theirs; business data is not.
    "administrator": (set(), set()),
    "clerk next door": ({"own", "abroad"}, {"abroad"}),
    "official abroad": ({"own", "neighbour"}, {"own", "neighbour"}),
}
EVERYTHING = {"own", "neighbour", "abroad"}


def forbidden(person: str) -> list[str]:
    """Words that must never reach a person, in any form."""
    limited, shared = FORBIDDEN.get(person, (EVERYTHING, EVERYTHING))
    words = [word(r) for r in limited] + [word(r, shared=True) for r in shared]
    for name, readers in TOLD.items():
        not_told = EVERYTHING - readers.get(person, set())
        words += [told_word(region, name) for region in not_told]
    return words


def text_of(response: HttpResponse) -> str:
    """All that can be read of an answer: headers, and the body unpacked where it is packed."""
    body = b"".join(response) if response.streaming else response.content
    heads = " ".join(response.headers.values())
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return heads + b"\n".join(parts).decode("utf-8", "replace")
    if body.startswith(b"%PDF"):
        shown = subprocess.run(
            ["pdftotext", "-", "-"], input=body, capture_output=True, check=False
        )
        return heads + shown.stdout.decode("utf-8", "replace")
    return heads + body.decode("utf-8", "replace")
