"""Makes the migrated template, so that runs which begin at the same time all find it.

.venv/bin/python -m tests.template
"""

import os
import tempfile

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.test.utils import teardown_databases  # noqa: E402 (after the set-up)

from tests import database  # noqa: E402

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="zaitaku-test-") as folder:
        database.lie_in(folder)
        teardown_databases(database.make(), verbosity=0)
