"""A large file is a job: its page says how far it is, and what has come of it is all rows or none."""

import pytest

from holger.assets.models import Asset
from holger.exchange import jobs, services
from holger.exchange.models import ImportRun
from holger.jobs.models import Job, State
from holger.jobs.work.worker import Worker
from holger.organisation import services as organisation
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
