"""``manage.py import_list``: an official list from the command line, by the same actions."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from imports.actions import apply_upload, receive_upload
from imports.errors import StalePreview
from imports.messages import Refused
from imports.models import Upload, UploadProblem
from imports.preparing import prepare_upload

READY, HAS_ERRORS, REFUSED = 0, 1, 2
Status = Upload.Status
OUTCOMES = {
    Status.READY: "ready",
    Status.APPLIED: "applied",
    Status.HAS_ERRORS: "has_errors",
}


class Command(BaseCommand):
    help = (
        "届出受理医療機関名簿などの名簿を読み、登録との差を示します。"
        "--apply を付けると適用します。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="名簿のファイル")
        parser.add_argument(
            "--apply", action="store_true", help="誤りがなければ適用する"
        )
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="現在日（YYYY-MM-DD）"
        )
        parser.add_argument("--user", help="この利用者として行う（なければシステム）")
        parser.add_argument("--json", action="store_true", help="結果を1行のJSONで出す")

    def handle(self, *args: Any, **options: Any) -> None:
        result = self._run(
            **{k: options[k] for k in ("file", "apply", "as_of", "user")}
        )
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self._tell(result)
        code = {"refused": REFUSED, "has_errors": HAS_ERRORS}.get(
            result["outcome"], READY
        )
        if code:
            sys.exit(code)

    def _run(
        self, *, file: Path, apply: bool, as_of: date | None, user: str | None
    ) -> dict[str, Any]:
        by = self._person(user)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}を開けません：{error.strerror}") from error
        try:
            upload = receive_upload(
                content=content, file_name=file.name, as_of=as_of, by=by
            )
        except Refused as refusal:
            return _refused(refusal.code, refusal.message)
        upload = prepare_upload(upload_id=upload.pk)
        if upload.status == Status.REFUSED:
            return _refused(upload.stage, upload.message)
        if apply and upload.status == Status.READY:
            try:
                # Nobody is here to ask: what needs a decision is left as it is.
                upload = apply_upload(upload=upload, leave=True, by=by)
            except StalePreview as stale:
                raise CommandError(
                    f"読み取りのあとに登録が変わりました：{stale}"
                ) from stale
        return _result(upload)

    def _person(self, name: str | None) -> User | None:
        if name is None:
            return None
        try:
            return User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(f"利用者「{name}」はいません。") from None

    def _tell(self, result: dict[str, Any]) -> None:
        words = {
            "ready": "確認待ち（登録はまだ変わっていません）",
            "applied": "適用しました",
            "has_errors": "誤りがあります（登録は変わっていません）",
            "refused": "受け付けられません",
        }
        self.stdout.write(words[result["outcome"]])
        if result["outcome"] != "refused":
            counts = result["counts"]
            self.stdout.write(
                f"{result['as_of'] or '現在日なし'}　{result['rows']:,}行　"
                f"{result['facilities']:,}機関　新規{counts['new']:,}　"
                f"変更{counts['changed']:,}　変更なし{counts['unchanged']:,}　"
                f"名簿にない{counts['missing']:,}"
            )
        for problem in [*result["errors"], *result["warnings"]][:100]:
            self.stdout.write(f"・{problem['message']}")


def _result(upload: Upload) -> dict[str, Any]:
    return {
        "outcome": OUTCOMES[upload.status],
        "format": upload.format,
        "as_of": upload.as_of and upload.as_of.isoformat(),
        "rows": upload.rows,
        "facilities": upload.facilities,
        "counts": upload.counts,
        "classes": upload.classes,
        "unresolved": upload.unresolved,
        "errors": _problems(upload, UploadProblem.Level.ERROR),
        "warnings": _problems(upload, UploadProblem.Level.WARNING),
        "seconds": upload.seconds,
        "upload": str(upload.pk),
    }


def _problems(upload: Upload, level: str) -> list[dict[str, Any]]:
    fields = ("sheet", "row", "column", "address", "code", "message")
    return list(upload.problems.filter(level=level).order_by("pk").values(*fields))


def _refused(code: str, message: str) -> dict[str, Any]:
    problem = {
        "sheet": "",
        "row": None,
        "column": "",
        "address": "",
        "code": code,
        "message": message,
    }
    return {
        "outcome": "refused",
        "format": "",
        "as_of": None,
        "rows": 0,
        "facilities": 0,
        "counts": dict.fromkeys(
            ("new", "changed", "unchanged", "missing", "ambiguous", "invalid"), 0
        ),
        "classes": dict.fromkeys(("zaishishin", "zaishibyo", "backup_hospital"), 0),
        "unresolved": 0,
        "errors": [problem],
        "warnings": [],
        "seconds": {},
    }
