"""Editions: reports whose data is frozen, the words written for them, and the files made from them."""

from reports.models.editions import STALLED_AFTER, Edition
from reports.models.files import EditionFile, EditionPage
from reports.models.texts import EditionText

__all__ = ["STALLED_AFTER", "Edition", "EditionFile", "EditionPage", "EditionText"]
