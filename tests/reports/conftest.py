"""What the tests of reports share. Rendering takes seconds, so each PDF is made once a run."""

from collections.abc import Iterator

import pikepdf
import pytest

from accounts.models import User
from reports.rendering import RenderedPdf
from reports.snapshots.canonical import as_dict
from tests.factories import people, places
from tests.reports.reading import opened, pages_of, render
from tests.reports.sample_kinds import SAMPLES, of_kind
from tests.reports.sample_profiles import zone_profile
from tests.reports.samples import edition, many_zones, progress_snapshot
from zones.models import PlanVersion


@pytest.fixture(scope="session")
def snapshot() -> dict:
    """The sample report of 22 zones."""
    return progress_snapshot()


@pytest.fixture(scope="session")
def long_snapshot() -> dict:
    """48 zones, whose tables run over pages, in a second edition."""
    return many_zones(48) | {"edition": progress_snapshot(edition=edition())["edition"]}


@pytest.fixture(scope="session")
def report(snapshot: dict) -> RenderedPdf:
    """The sample report as a PDF."""
    return render(snapshot)


@pytest.fixture(scope="session")
def long_report(long_snapshot: dict) -> RenderedPdf:
    """The report of 48 zones as a PDF."""
    return render(long_snapshot)


@pytest.fixture(scope="session")
def pages(report: RenderedPdf, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page of the sample report."""
    return pages_of(report, tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def long_pages(
    long_report: RenderedPdf, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """The text of each page of the report of 48 zones."""
    return pages_of(long_report, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def document(report: RenderedPdf) -> Iterator[pikepdf.Pdf]:
    """The sample report, opened."""
    with opened(report) as pdf:
        yield pdf


@pytest.fixture
def official(db: None) -> User:
    return people.official()


@pytest.fixture
def planned(db: None) -> PlanVersion:
    """The plan in force, with one zone of one town."""
    return places.plan({"札幌": [places.municipality("01101", "札幌市中央区")]})


class _Lazy(dict):
    """A report of each kind, made when it is first asked for."""

    def __init__(self, make) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, kind: str):
        self[kind] = self._make(kind)
        return self[kind]


@pytest.fixture(scope="session")
def kind_reports() -> dict[str, RenderedPdf]:
    """The samples of the other kinds as PDFs."""
    assert len(SAMPLES) == 4
    return _Lazy(lambda kind: render(of_kind(kind)))


@pytest.fixture(scope="session")
def kind_pages(
    kind_reports: dict[str, RenderedPdf], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """The text of each of their pages."""
    return _Lazy(
        lambda kind: pages_of(kind_reports[kind], tmp_path_factory.mktemp(kind))
    )


@pytest.fixture(scope="session")
def single_profile() -> RenderedPdf:
    """The profile of one zone."""
    return render(as_dict(zone_profile(1)))
