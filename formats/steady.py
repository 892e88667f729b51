"""Saves a workbook without the clock in it, so that the same content gives the same bytes."""

import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter


def save(book: Workbook) -> bytes:
    """The file of a workbook, without the clock in it."""
    buffer = io.BytesIO()
    ExcelWriter(
        book, _SteadyZip(buffer, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
    ).save()
    return buffer.getvalue()


class _SteadyZip(zipfile.ZipFile):
    """A zip whose parts all carry the day zip begins with, as do the document's own dates."""

    def writestr(
        self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any
    ) -> None:
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        if name == "docProps/core.xml":
            data = re.sub(
                rb">[-\d]+T[:.\d]+Z</dcterms:", b">2000-01-01T00:00:00Z</dcterms:", data
            )
        super().writestr(self._info(name), data, *args, **kwargs)

    def write(
        self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        with (
            open(filename, "rb") as source,
            self.open(self._info(str(arcname)), "w") as target,
        ):
            while block := source.read(1 << 20):
                target.write(block)

    @staticmethod
    def _info(name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
        return info
