"""Forms whose rows are known by a key, as tables by municipality are: all of them write alike.

Reading runs in a process without a database, so what writes is imported where it is called.
"""

from typing import TYPE_CHECKING

from imports.columns import Column
from imports.flat import FlatForm
from imports.values import municipality, text

if TYPE_CHECKING:
    from accounts.models import User
    from facilities.listed import Before
    from facilities.touched import Kept
    from imports.keyed_rows import Store
    from imports.models import Upload


# The columns that every table by municipality has, with the headings that people use for them.
PLACE = (
    Column("municipality_id", "市区町村コード", municipality, ("市町村コード", "団体コード", "自治体コード", "コード"), filled=True),
    Column("municipality", "市区町村", text(100), ("市町村", "市区町村名", "市町村名", "団体名"), required=False),
)  # fmt: skip
SOURCE = Column("source", "出典", text(200), ("資料",), required=False)


class KeyedForm(FlatForm):
    """A form says where its rows are kept, and plans them; the rest follows."""

    key_column = "municipality_id"
    subject, unit = "市区町村", "件"

    def store(self) -> "Store":
        """Where the rows are kept."""
        raise NotImplementedError

    def apply(self, upload: "Upload", by: "User | None") -> "list[Before]":
        from imports.keyed_rows import apply_keyed

        apply_keyed(upload, self.store(), by)
        return []

    def undo(self, upload: "Upload", by: "User | None") -> "list[Kept]":
        from imports.keyed_rows import undo_keyed

        return undo_keyed(upload, self.store(), by)

    def kept(self, upload: "Upload") -> "list[Kept]":
        """What an undo would leave, for the page that asks."""
        from imports.keyed_rows import edited_since

        return edited_since(upload, self.store())
