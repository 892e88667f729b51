"""The text that a facility is found by: any width, kana or old form of a character."""

from facilities.models import Facility
from formats.text import search_key

# The column holds 600 characters; the parts that people search by come first.
LONGEST = 600


def facility_search_key(facility: Facility) -> str:
    """Name, corrected name, kana, code, then address, each as a key, parted by a space."""
    parts = (
        facility.name,
        facility.corrected_name,
        facility.kana,
        facility.code,
        facility.address,
    )
    return " ".join(search_key(part) for part in parts if part)[:LONGEST]
