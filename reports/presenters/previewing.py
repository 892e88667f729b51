"""What the bar above a preview says."""

from reports.kinds import EditionStatus
from reports.models import Edition


def notes(edition: Edition) -> list[str]:
    """Whether the data is frozen, and what only the PDF shows."""
    if edition.status == EditionStatus.PREPARING:
        first = "今のデータによるプレビューです。まだ凍結していません。"
    else:
        first = "凍結したデータによるプレビューです。"
    return [first, "ページの区切り、ページ番号、柱はPDFで入ります。"]
