"""``python -m tests.upgrades.keep VERSION``: writes the file that a release leaves behind."""

import os
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).parent


def main(version: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    from tests import database
    from tests.authz.world import make_world
    from tests.upgrades.dumps import dump

    made = setup_databases(0, interactive=False, keepdb=database.take_template())
    try:
        make_world()
        path = FOLDER / f"release-{version}.jsonl"
        path.write_text(dump(version), encoding="utf-8")
    finally:
        teardown_databases(made, verbosity=0)
    sys.stdout.write(f"{path}  {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1])
