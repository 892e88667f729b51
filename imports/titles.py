"""What an upload is called on screen, and the words that it is found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilities.kinds import Sector
from formats.dates import wareki
from formats.text import show_private_use
from imports.formats import all_formats

if TYPE_CHECKING:
    from imports.models import Upload


def title_of(upload: Upload) -> str:
    """届出受理医療機関名簿（医科）　令和7年10月1日現在; the file's name while it is not read."""
    known = all_formats().get(upload.format)
    if known is None:
        return shown_file_name(upload)
    sectors = dict(Sector.choices)
    named = sorted({s for part in upload.covered.values() for s in part["sectors"]})
    kinds = "・".join(sectors[one] for one in Sector.values if one in named)
    title = f"{known.title}（{kinds}）" if kinds else known.title
    return f"{title}　{wareki(upload.as_of)}現在" if upload.as_of else title


def nouns_of(upload: Upload) -> tuple[str, str]:
    """What a row of the file speaks of, and how those are counted."""
    known = all_formats().get(upload.format)
    return (known.subject, known.unit) if known else ("医療機関", "機関")


def shown_file_name(upload: Upload) -> str:
    return show_private_use(upload.file_name)


def found_by(upload: Upload) -> tuple[str, str]:
    """What its stored key is made of; who uploaded it is looked for among the staff."""
    return title_of(upload), upload.file_name
