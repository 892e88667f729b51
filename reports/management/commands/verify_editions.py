"""``manage.py verify_editions``: make the files of issued editions again and compare them."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from reports.models import Edition
from reports.rendering import RenderingFailed
from reports.snapshots.canonical import SnapshotError
from reports.verifying import verify


class Command(BaseCommand):
    help = (
        "公表した版の検査値を確かめ、凍結したデータからPDFとExcelを作り直して比べます。"
        "保管したファイルは変えません。違いがあれば終了コードは1です。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--edition", type=UUID, help="1つの版だけ（版のID）")
        parser.add_argument("--drafts", action="store_true", help="下書きも確かめます")

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.frozen().filter(files__isnull=False).distinct()
        if options["edition"]:
            editions = editions.filter(pk=options["edition"])
        elif not options["drafts"]:
            editions = editions.issued()
        keys = list(
            editions.order_by("prefecture", "kind", "number").values_list(
                "pk", flat=True
            )
        )
        if options["edition"] and not keys:
            raise CommandError(f"版{options['edition']}は、ファイルのある版の中にありません。")  # fmt: skip
        bad = sum(self._one(Edition.objects.get(pk=key)) for key in keys)
        self.stdout.write(f"{len(keys)}版を確かめました。違いのある版　{bad}")
        if bad:
            raise CommandError("違いのある版があります。", returncode=1)

    def _one(self, edition: Edition) -> bool:
        """Tell what was found; whether anything of it is bad."""
        self.stdout.write(f"{edition.prefecture}　{edition}（{edition.pk}）")
        bad = False
        try:
            for found in verify(edition):
                detail = f"　{found.detail}" if found.detail else ""
                self.stdout.write(f"  {found.what}：{found.verdict}{detail}")
                bad = bad or not found.is_good
        except (RenderingFailed, SnapshotError) as problem:
            self.stdout.write(f"  作り直せません：{problem}")
            bad = True
        return bad
