"""Adds up what the parts of a test run counted, and prints the one line that says it all."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def add_up(results: Path) -> Counter[str]:
    """Counts of passed, failed and skipped in a folder of JUnit files and one tally."""
    total: Counter[str] = Counter()
    for line in (results / "tally").read_text().splitlines():
        total[line.split()[0]] += 1
    for report in results.glob("*.xml"):
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314 (our own file)
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            total["failed"] += failed
            total["skipped"] += skipped
            total["passed"] += int(suite.get("tests", 0)) - failed - skipped
    return total


total = add_up(Path(sys.argv[1]))
print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
# A run that counted nothing has proved nothing.
sys.exit(total["failed"] > 0 or not total["passed"])
