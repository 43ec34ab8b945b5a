"""A large file is a job, and so is a long report: its page says how far it is, and what has come of it is all or nothing."""

from datetime import timedelta

import pytest

from holger.assets import services as assets
from holger.assets.models import Asset
from holger.core import dates
from holger.core.errors import NotFound
from holger.exchange import jobs, limits, services
from holger.exchange.models import REPORTS_LIVE, ImportRun, Report
from holger.history.models import Event
from holger.jobs.models import Job, State
from holger.jobs.work.worker import Worker
from holger.organisation import services as organisation
from holger.risks import services as risks
from tests.answers import shown
from tests.cast import actor_of, client_of

BASE = "/o/kronborg/import/assets/"


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch):
    monkeypatch.setattr(jobs, "LARGE", 3)


def brought(cast, rows=5, owner="") -> ImportRun:
    content = "Name;Owner\n" + "".join(f"System {number};{owner}\n" for number in range(rows))
    return services.run_start(
        actor=actor_of(cast.anna), kind="assets", filename="systems.csv", content=content.encode()
    )


def press(cast, run, do="apply"):
    return client_of(cast.anna).post(f"{BASE}{run.pk}/", {"do": do})


def test_a_large_file_is_brought_in_by_the_worker(cast):
    run = brought(cast)
    job = Job.objects.get(pk=press(cast, run)["Location"].rstrip("/").rpartition("/")[2])
    assert (job.state, Asset.objects.count()) == (State.WAITING, 0)
    Worker().until_empty()
    job.refresh_from_db()
    assert (job.state, job.percent, job.words) == (State.DONE, 100, "Imported: 5 new, 0 changed.")
    assert Asset.objects.count() == 5
    page = client_of(cast.anna).get(f"/o/kronborg/jobs/{job.pk}/").content.decode()
    assert f'href="{BASE}{run.pk}/"' in page and "See what has come of it" in page
    assert "Undo the import" in client_of(cast.anna).get(f"{BASE}{run.pk}/").content.decode()


def test_its_page_says_how_far_it_is(cast):
    run = brought(cast)
    told = []
    pieces = jobs.bring_in.run(actor_of(cast.anna), kind="assets", run=str(run.pk))
    told += [(next(pieces).percent, Asset.objects.count()), (next(pieces).percent, Asset.objects.count())]
    with pytest.raises(StopIteration) as end:
        next(pieces)
    assert told == [(5, 0), (40, 0)] and end.value.value.startswith("Imported")


def test_pressed_twice_it_is_one_job(cast):
    run = brought(cast)
    assert press(cast, run)["Location"] == press(cast, run)["Location"]
    assert Job.objects.count() == 1


def test_a_small_file_needs_no_job(cast):
    run = brought(cast, rows=2)
    assert press(cast, run)["Location"] == f"{BASE}{run.pk}/"
    assert Asset.objects.count() == 2 and not Job.objects.exists()


def test_begun_again_after_a_crash_it_ends_the_same_way(cast):
    run = brought(cast)
    press(cast, run)
    services.run_apply(
        actor=actor_of(cast.anna), run=run
    )  # written, and the machine stopped before the job was noted as done
    Worker().until_empty()
    assert Job.objects.get().words == "It has been imported." and Asset.objects.count() == 5


def test_all_rows_or_none(cast):
    run = brought(cast, owner="Nobody Known")
    press(cast, run)
    Worker().until_empty()
    job = Job.objects.get()
    assert (job.state, Asset.objects.count()) == (State.REFUSED, 0) and "rows first" in job.words


def test_whoever_may_no_longer_import_does_not(cast):
    run = brought(cast)
    press(cast, run)
    organisation.person_suspend(actor=actor_of(cast.olga), person=cast.anna)
    Worker().until_empty()
    assert Job.objects.get().state == State.REFUSED and not Asset.objects.exists()


# Long reports


RISKS = "/o/kronborg/risks/report/"


@pytest.fixture
def long_reports(monkeypatch, cast):
    monkeypatch.setattr(limits, "LONG_PAPER", 3)
    anna = actor_of(cast.anna)
    server = assets.asset_create(actor=anna, type="server", title="Files")
    for number in range(4):
        risks.risk_create(actor=anna, asset=server, title=f"Risk {number}")


def ask_for(person, form="pdf"):
    return client_of(person).get(f"{RISKS}?form={form}&language=en&report=register")


def test_a_long_report_is_set_by_the_worker(cast, long_reports):
    answer = ask_for(cast.anna)
    job = Job.objects.get()
    assert answer["Location"] == f"/o/kronborg/jobs/{job.pk}/"
    report = Report.objects.get()
    assert f"reports/{report.pk}/" in job.leads_to and not report.content
    assert "It is not ready" in client_of(cast.anna).get(f"/o/kronborg/{job.leads_to}").content.decode()
    assert client_of(cast.anna).get(f"/o/kronborg/{report.path}file/").status_code == 404
    Worker().until_empty()
    job.refresh_from_db()
    assert (job.state, job.words) == (State.DONE, "The report is ready.")
    page = client_of(cast.anna).get(f"/o/kronborg/{job.leads_to}").content.decode()
    assert f'href="/o/kronborg/{report.path}file/"' in page and report.filename in page
    file = client_of(cast.anna).get(f"/o/kronborg/{report.path}file/")
    assert file["Content-Disposition"] == f'attachment; filename="{report.filename}"'
    assert all(f"Risk {number}" in shown(file.content) for number in range(4))
    assert Event.objects.filter(action="report.exported").count() == 1


@pytest.mark.parametrize("form", ["xlsx"])
def test_a_workbook_and_a_short_report_are_there_at_once(cast, long_reports, form, monkeypatch):
    assert ask_for(cast.anna, form).status_code == 200
    monkeypatch.setattr(limits, "LONG_PAPER", 100)
    assert ask_for(cast.anna).status_code == 200
    assert not Report.objects.exists()


def test_it_is_for_whoever_asked_for_it_alone(cast, long_reports):
    ask_for(cast.anna)
    Worker().until_empty()
    path = f"/o/kronborg/{Report.objects.get().path}"
    for person in (cast.olga, cast.carl, cast.emil):
        assert client_of(person).get(path).status_code == 404
        assert client_of(person).get(f"{path}file/").status_code == 404
    assert client_of(cast.dorte).get(path).status_code == 404
    with pytest.raises(NotFound):
        services.report_make(actor=actor_of(cast.olga), report=Report.objects.get())


def test_what_fits_in_no_pages_is_refused_at_once(cast, long_reports, monkeypatch):
    monkeypatch.setattr(limits, "MAX_PAPER_ROWS", 3)
    answer = ask_for(cast.anna)
    assert answer.status_code == 422 and "Filter the list" in answer.content.decode()
    assert not Job.objects.exists() and not Report.objects.exists()


def test_begun_again_it_finds_the_file_there(cast, long_reports):
    ask_for(cast.anna)
    Worker().until_empty()
    before = Report.objects.get()
    pieces = jobs.make_report.run(actor_of(cast.anna), report=str(before.pk))
    assert next(pieces).percent == 10
    with pytest.raises(StopIteration):
        next(pieces)
    assert bytes(Report.objects.get().content) == bytes(before.content)


def test_it_is_forgotten_after_a_day(cast, long_reports, monkeypatch):
    ask_for(cast.anna)
    assert jobs.clear_reports(cast.kronborg.pk) == ""
    monkeypatch.setenv("HOLGER_NOW", (dates.now() + REPORTS_LIVE + timedelta(minutes=1)).isoformat())
    assert jobs.clear_reports(cast.kronborg.pk) == "1 cleared away"
    Worker().until_empty()
    assert Job.objects.get().state == State.REFUSED
