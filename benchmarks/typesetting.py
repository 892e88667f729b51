"""Measure report typesetting: python benchmarks/typesetting.py [--zones 20 98] [--rounds 3]

A document of zone profiles (two pages a zone, cover, contents, sources) is made by:

defaults   WeasyPrint's own defaults with tags, from HTML, in a fresh process (its start counted)
plain      our one-process way, from the same HTML, in the pressroom that a worker keeps open
joined     our way in pieces, from the same HTML, in that pressroom
started    the same as joined with a pressroom that has to be started first, as by make_report
changed    the joined way from the snapshot (HTML is built too), where one zone has another number
           than in the draft before, whose parts were kept
chromium   the same HTML printed by Chromium with tags and outline (no page numbers in its contents)

All are timed by the clock; the processor time of all their processes stands beside it, for a
machine that does other work too. Memory is that of all of them together at its highest. Ways take
turns within a round, so that a busy machine slows them all. A workbook of 3,000 rows stands beside
a bare write-only one. Run it on an idle machine.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# As anyone would write it: one process, its collector on, columns as wide as their text.
DEFAULTS = """
import sys, pathlib, weasyprint
from weasyprint.text.fonts import FontConfiguration
folder = pathlib.Path(sys.argv[1])
fonts = FontConfiguration()
sheet = weasyprint.CSS(string=(folder / "defaults.css").read_text("utf-8"), font_config=fonts)
weasyprint.HTML(string=(folder / "page.html").read_text("utf-8")).write_pdf(
    folder / "defaults.pdf", stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
)
"""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


TICKS = os.sysconf("SC_CLK_TCK")


def processes_below(pid: int) -> Iterator[int]:
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            yield child
            yield from processes_below(child)


class Watch:
    """What the processes below this one use while they are watched.

    Memory with shared pages counted in proportion, at its highest; processor time of each as it
    was last seen, a twentieth of a second before it ended at most.
    """

    def __enter__(self) -> "Watch":
        self.memory, self._over = 0, threading.Event()
        self._used: dict[int, float] = {}
        self._look()
        self._before = dict(self._used)
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    @property
    def processor(self) -> float:
        return sum(self._used.values()) - sum(self._before.values())

    def _watch(self) -> None:
        looks = 0
        while not self._over.wait(0.05):
            looks += 1
            self._look(at_memory=looks % 6 == 0)  # that holds a process up

    def _look(self, *, at_memory: bool = False) -> None:
        total = 0
        # Processes end while they are looked at.
        with contextlib.suppress(OSError):
            for pid in list(processes_below(os.getpid())):
                with contextlib.suppress(OSError, IndexError, ValueError):
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
                    ticks = fields.split()[11:13]
                    self._used[pid] = sum(map(int, ticks)) / TICKS
                    if not at_memory:
                        continue
                    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                    total += int(rollup.split("Pss:")[1].split()[0]) * 1024
        self.memory = max(self.memory, total)

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def timed(what: Callable[[], object]) -> tuple[float, float, int]:
    """Seconds by the clock and of processor, and the peak of memory in bytes."""
    with Watch() as watch:
        begun = time.perf_counter()
        what()
        seconds = time.perf_counter() - begun
    return seconds, watch.processor, watch.memory


def measure(zones: int, rounds: int) -> None:
    from reports import fonts, html, pressroom
    from reports.rendering import Limits, render_pages, render_pdf
    from reports.snapshots.canonical import as_dict
    from tests.reports.sample_profiles import zone_profile

    snapshot = as_dict(zone_profile(zones))
    faces = fonts.faces()
    changed = snapshot | {"zones": [dict(zone) for zone in snapshot["zones"]]}
    limits = Limits(wall=1200, cpu=1000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = html.build(snapshot, faces)
        (folder / "page.html").write_text(pages.html, "utf-8")
        css = fonts.face_css(faces) + html.style_sheet()
        for face in faces:
            css = css.replace(face.url, face.path.as_uri())
        (folder / "defaults.css").write_text(
            f"{css}\ntable, .keys, .cols, .units {{ table-layout: auto }}", "utf-8"
        )
        printed = pages.html.replace("</head>", f"<style>{css}</style></head>", 1)
        (folder / "chromium.html").write_text(printed, "utf-8")
        fragments = folder / "fragments"
        done = render_pdf(snapshot, joined=True, fragments=fragments, limits=limits)

        def change() -> object:
            population = changed["zones"][zones // 2]["total"]
            changed["zones"][zones // 2]["total"] = population + 1
            return render_pdf(changed, joined=True, fragments=fragments, limits=limits)

        def set_pages(joined: bool) -> object:
            return render_pages(pages, faces=faces, joined=joined, limits=limits)

        def start_and_set() -> None:
            pressroom.close()
            set_pages(joined=True)

        ways: dict[str, Callable[[], object]] = {
            "defaults": lambda: run([sys.executable, "-c", DEFAULTS, name]),
            "started": start_and_set,
            "plain": lambda: set_pages(joined=False),
            "joined": lambda: set_pages(joined=True),
            "changed": change,
        }
        if chromium := next(filter(None, map(shutil.which, CHROMIUM)), None):
            ways["chromium"] = lambda: run(chromium_command(chromium, folder))
        found: dict[str, list[tuple[float, float, int]]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, what in ways.items():
                found[way].append(timed(what))
    tell(done.pages, found)


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (our own)


def chromium_command(chromium: str, folder: Path) -> list[str]:
    return [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", "--export-tagged-pdf",
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={folder / 'chromium.pdf'}", (folder / "chromium.html").as_uri(),
    ]  # fmt: skip


def tell(pages: int, found: dict[str, list[tuple[float, float, int]]]) -> None:
    middle = {
        way: [statistics.median(row[column] for row in rows) for column in (0, 1)]
        for way, rows in found.items()
    }
    print(f"{pages} pages, medians of {len(found['joined'])}")
    for way, (seconds, processor) in middle.items():
        peak = max(row[2] for row in found[way]) / 1024**2
        times = middle["defaults"][0] / seconds
        print(
            f"  {way:<9} {seconds:7.2f} s  {processor:7.2f} s of processor  {peak:6.0f} MB"
            f"  {times:5.2f} x defaults"
        )
    if "chromium" in middle:
        ratio = middle["joined"][0] / middle["chromium"][0]
        print(f"  joined / chromium {ratio:.2f}")


def measure_workbook(rows: int, rounds: int) -> None:
    """Ours with styles, widths, filters and sources, beside values alone."""
    import io

    from openpyxl import Workbook

    from formats.tables import Column, Table
    from formats.workbook import write_workbook

    columns = [
        Column("圏域コード", kind="code"), Column("圏域"), Column("種別"), Column("市区町村"),
        Column("名称"), Column("在支診", "機関", "integer"), Column("割合", "％", "decimal"),
        Column("予算額", "千円", "money"),
    ]  # fmt: skip
    values = [
        (f"{i:04}", "十勝", "診療所", "帯広市", f"みほん{i}診療所", i, i / 7, i * 1000)
        for i in range(rows)
    ]

    def ours() -> None:
        write_workbook([Table("見本", columns, values, "名簿")])

    def bare() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append([column.header for column in columns])
        for row in values:
            sheet.append(row)
        book.save(io.BytesIO())

    found: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(rounds + 1):
        for name, write in (("bare", bare), ("ours", ours)):
            begun = time.process_time()
            write()
            found[name].append(time.process_time() - begun)
    mine, plain = (statistics.median(found[name][1:]) for name in ("ours", "bare"))
    print(
        f"workbook of {rows:,} rows {mine:.3f} s, bare {plain:.3f} s, {mine / plain:.2f} x"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zones", type=int, nargs="*", default=[20, 98])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    import django

    django.setup()
    measure_workbook(3_000, max(5, options.rounds))
    for zones in options.zones:
        measure(zones, options.rounds)


if __name__ == "__main__":
    main()
