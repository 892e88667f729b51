"""How far a preparation is, in words."""

from dataclasses import dataclass
from datetime import datetime

from imports.models import Upload

STAGES = {
    "": "順番を待っています",
    "read": "ファイルを読んでいます",
    "rows": "行を読み取っています",
    "check": "所在地を確かめています",
    "match": "登録と照合しています",
    "store": "確認の画面を作っています",
}
UNITS = {"rows": "行", "check": "機関", "match": "機関", "store": "機関"}


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` and ``total`` are counts of ``unit``; no total means that it is not known yet."""

    label: str
    done: int
    total: int
    unit: str
    is_working: bool
    is_stalled: bool


def progress_of(upload: Upload, now: datetime) -> Progress:
    stage = upload.stage if upload.status == Upload.Status.READING else ""
    return Progress(
        label=STAGES.get(stage, STAGES["read"]),
        done=upload.done,
        total=upload.total if stage in UNITS and upload.done else 0,
        unit=UNITS.get(stage, ""),
        is_working=upload.is_working,
        is_stalled=upload.is_stalled(now),
    )
