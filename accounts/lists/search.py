"""Finding words in texts in any width, kana, case or form of a character.

A long list asks the database for a stored key; a short one is looked through as it is.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from formats.text import search_key


def matches(text: str, *parts: object) -> bool:
    """Whether every word of what was typed stands in one of the parts; for short lists."""
    words = words_of(text)
    if not words:
        return True
    keys = [search_key(str(part)) for part in parts if part]
    return all(any(word in key for key in keys) for word in words)


def words_of(text: str) -> list[str]:
    """The words of what was typed, each as a key."""
    return [key for word in text.split() if (key := search_key(word))]


def stored_key(parts: Iterable[object]) -> str:
    """What a record is found by: its parts as keys, kept apart by a space."""
    return " ".join(search_key(str(part)) for part in parts if part)


def stands_in(text: str, *paths: str) -> Q:
    """That every word of what was typed stands in one of the stored keys that the paths lead to."""
    found = Q()
    for word in words_of(text):
        found &= reduce(or_, (Q(**{f"{path}__contains": word}) for path in paths))
    return found


class SearchKeyField(models.TextField):
    """The key of a record's ``search_parts()``, written by ``save`` and ``bulk_create`` alike."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        given = {"verbose_name": "検索用", "editable": False, "default": ""}
        super().__init__(*args, **(given | kwargs))

    def deconstruct(self) -> tuple:
        # The models of migrations have no parts to make a key of.
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: "Searchable", add: bool) -> str:
        key = stored_key(model_instance.search_parts())
        setattr(model_instance, self.attname, key)
        return key


class Searchable(models.Model):
    """A record that is found by words. Its history leaves the key out (``excluded_fields``)."""

    search_key = SearchKeyField()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = [*fields, "search_key"]
        super().save(*args, **kwargs)

    def search_parts(self) -> Iterable[object]:
        """The texts of its own by which people look for it."""
        raise NotImplementedError
