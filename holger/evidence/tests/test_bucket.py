"""Evidence on storage that speaks S3: a real server beside us, the same promises as in a folder."""

import socket
import subprocess
import sys
import time
import urllib.request
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from holger.config import env as environment
from holger.core.errors import RuleBroken
from holger.evidence import bucket, checks, services, store
from holger.evidence.models import Evidence
from tests.cast import actor_of, client_of

PDF = b"%PDF-1.7 the restore test went well" * 1000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server():
    port = free_port()
    program = "from moto.server import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address, give_up = f"http://127.0.0.1:{port}", time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/moto-api/", timeout=2).close()
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < give_up, "the storage did not start"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture
def storage(server, settings, monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    name = f"holger-{uuid4().hex[:12]}"
    settings.DATA_DIR = tmp_path
    settings.EVIDENCE = environment.parse_evidence(f"s3://{name}/isms?endpoint={server}&region=eu-north-1")
    bucket.client().create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    return name


@pytest.fixture
def proof(cast, storage):
    file = SimpleUploadedFile("Gendannelsestest.pdf", PDF)
    return services.evidence_add(actor=actor_of(cast.anna), subject=cast.bo, file=file)


def verified() -> str:
    out = StringIO()
    call_command("verify", stdout=out, stderr=out)
    return out.getvalue()


def test_a_file_lies_under_its_hash_and_nowhere_on_this_machine(cast, proof, storage, tmp_path):
    key = f"isms/{cast.kronborg.id}/{proof.sha256[:2]}/{proof.sha256}"
    found = bucket.client().get_object(Bucket=storage, Key=key)
    assert found["Body"].read() == PDF
    assert (found["ContentType"], found["ContentDisposition"]) == ("application/octet-stream", "attachment")
    assert list(store.all_in(cast.kronborg.id)) == [proof.sha256]
    assert not (tmp_path / "evidence").exists()
    assert store.where(cast.kronborg.id, proof.sha256) == f"s3://{storage}/{key}"


def test_it_is_fetched_through_holger_alone(cast, proof):
    address = f"/o/kronborg/evidence/{proof.reference}/file/"
    answer = client_of(cast.anna).get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Location" not in answer
    assert client_of(cast.dorte).get(address).status_code == 404
    assert client_of(cast.emil).get(address).status_code in (403, 404)


def test_the_same_content_is_kept_once_but_never_shared_between_organisations(cast, proof):
    kept = store.keep(cast.kronborg.id, BytesIO(PDF))
    assert (kept.sha256, kept.size) == (proof.sha256, len(PDF))
    assert not store.exists(cast.rosenborg.id, proof.sha256)
    store.keep(cast.rosenborg.id, BytesIO(PDF))
    assert list(store.all_in(cast.rosenborg.id)) == list(store.all_in(cast.kronborg.id)) == [proof.sha256]


def test_many_files_are_all_listed(cast, storage):
    names = {store.keep(cast.kronborg.id, BytesIO(f"{n}".encode())).sha256 for n in range(5)}
    assert set(store.all_in(cast.kronborg.id)) == names


def test_verify_finds_what_is_changed_or_missing(cast, proof, storage):
    assert "All holds." in verified()
    key = bucket.key_of(cast.kronborg.id, proof.sha256)
    bucket.client().put_object(Bucket=storage, Key=key, Body=b"changed")
    with pytest.raises(CommandError):
        verified()
    assert "has been changed" in checks.verify(cast.kronborg.id)[0].text
    bucket.client().delete_object(Bucket=storage, Key=key)
    assert "is missing" in checks.verify(cast.kronborg.id)[0].text
    assert client_of(cast.anna).get(f"/o/kronborg/evidence/{proof.reference}/file/").status_code == 404


def test_what_was_changed_there_is_put_right_when_it_is_brought_again(cast, proof, storage):
    key = bucket.key_of(cast.kronborg.id, proof.sha256)
    bucket.client().put_object(Bucket=storage, Key=key, Body=PDF[:-1] + b"!")
    store.keep(cast.kronborg.id, BytesIO(PDF))
    assert store.hash_of(cast.kronborg.id, proof.sha256) == proof.sha256


def test_no_row_tells_of_a_file_that_did_not_arrive(cast, storage, monkeypatch):
    monkeypatch.setattr(bucket, "_is_whole", lambda *_: False)
    with pytest.raises(RuleBroken, match="does not answer"):
        services.evidence_add(actor=actor_of(cast.anna), file=SimpleUploadedFile("a.pdf", PDF))
    assert not Evidence.objects.exists()


def test_a_storage_that_is_away_is_said_in_words(cast, storage, settings):
    settings.EVIDENCE = settings.EVIDENCE | {"endpoint": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(RuleBroken, match="does not answer"):
        services.evidence_add(actor=actor_of(cast.anna), file=SimpleUploadedFile("a.pdf", PDF))
    (finding,) = checks.storage()
    assert finding.level == "error"


def test_the_doctor_looks_at_the_bucket(cast, storage, settings):
    assert [finding.level for finding in checks.storage()] == ["ok"]
    settings.EVIDENCE = settings.EVIDENCE | {"bucket": "no-such-bucket-here"}
    (finding,) = checks.storage()
    assert (finding.level, "no bucket" in finding.text) == ("error", True)
    settings.EVIDENCE = {}
    assert [finding.level for finding in checks.storage()] == ["ok"]


def test_what_nobody_knows_of_can_be_set_aside_and_put_back(cast, proof):
    house = cast.kronborg.id
    later = time.time() + 60
    assert not bucket.set_aside(house, proof.sha256, time.time() - 60)  # brought just now
    assert bucket.set_aside(house, proof.sha256, later)
    assert not store.exists(house, proof.sha256) and not list(store.all_in(house))
    assert [name for name, _since in bucket.aside(house)] == [proof.sha256]
    bucket.put_back(house, proof.sha256)
    assert store.hash_of(house, proof.sha256) == proof.sha256
    bucket.set_aside(house, proof.sha256, later)
    bucket.forget(house, proof.sha256)
    assert not list(bucket.aside(house))


@pytest.mark.parametrize(
    "wrong", ["https://bucket", "s3://", "s3://key:secret@bucket", "s3://b?acl=public", "s3://b?endpoint=ftp://x"]
)
def test_addresses_that_cannot_be_used(wrong):
    with pytest.raises(ValueError, match=r"s3://|neither|endpoint"):
        environment.parse_evidence(wrong)


def test_addresses():
    assert environment.parse_evidence("s3://isms") == {"bucket": "isms", "prefix": "", "endpoint": "", "region": ""}
    told = environment.parse_evidence("s3://isms/a/b/?endpoint=https%3A%2F%2Fs3.example.dk&region=dk-1")
    assert (told["prefix"], told["endpoint"], told["region"]) == ("a/b/", "https://s3.example.dk", "dk-1")
