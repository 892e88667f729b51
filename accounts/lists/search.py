"""Finding words in texts in any width, kana, case or form of a character, where no key is stored."""

from formats.text import search_key


def matches(text: str, *parts: object) -> bool:
    """Whether every word of what was typed stands in one of the parts."""
    words = [key for word in text.split() if (key := search_key(word))]
    if not words:
        return True
    keys = [search_key(str(part)) for part in parts if part]
    return all(any(word in key for key in keys) for word in words)
