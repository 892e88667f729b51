"""Rules of editions. Each takes values and gives messages; the docstring is the documentation."""

from collections.abc import Collection


def e1_checked_by_another(authors: Collection[int | None], checker: int) -> list[str]:
    """E1. An edition is checked by an official who neither made it nor wrote its words."""
    if checker in authors:
        return [
            "作成した人や文章を書いた人は、自分で確認できません。ほかの担当者に確認を頼んでください。（E1）"
        ]
    return []
