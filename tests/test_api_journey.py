"""The first way through, by the interface alone: from a spreadsheet with mistakes to a risk picture, and out again."""

import hashlib
import io

import pytest
from python_calamine import CalamineWorkbook

from holger.api.tests.programs import Program
from holger.assets.models import Asset
from holger.history.models import Event
from holger.risks import services as risks
from tests.cast import actor_of

SHEET = """Systemnavn;Systemejer;Fortrolighed;Tilgængelighed;Leverandør
ERP;Bo Lind;3;4;Acme
Lønsystem;Bo Lindd;4;9;Løn A/S
Webshop;Bo Lind;2;3;Acme
""".encode()


@pytest.fixture
def anna(cast):
    risks.library_install(actor=actor_of(cast.anna))
    return Program(cast.anna)


@pytest.fixture
def imported(anna):
    """Three systems, brought in after their mistakes were put right."""
    started = anna.upload("/imports/assets", {}, SHEET, "systemer.csv")
    assert started.status_code == 201, started.content
    run = started.json()
    assert (run["counts"].get("create"), run["may_apply"]) == (2, False)
    assert {problem["row"] for problem in run["problems"]} == {3}
    assert Asset.objects.count() == 0
    path = f"/imports/assets/{run['id']}"
    assert anna.post(f"{path}/apply").status_code == 409
    fixed = anna.post(f"{path}/fix", {"cells": {"3": {"owner": "Bo Lind", "own_a": "4"}}}).json()
    assert (fixed["problems"], fixed["may_apply"]) == ([], True)
    applied = anna.post(f"{path}/apply", Idempotency_Key="once").json()
    assert (applied["status"], applied["counts"]["create"]) == ("applied", 3)
    assert anna.post(f"{path}/apply", Idempotency_Key="once").json() == applied
    return path


def test_from_a_spreadsheet_to_a_risk_picture(anna, cast, imported):
    names = {item["title"]: item["reference"] for item in anna.get("/assets").json()["items"]}
    payroll = anna.post("/processes", {"title": "Payroll", "own_i": 4, "owner": cast.bo.reference}).json()
    anna.post("/dependencies", {"source": payroll["reference"], "target": names["ERP"]})
    erp = anna.get(f"/assets/{names['ERP']}").json()
    assert (erp["need_i"], erp["driven_i"]) == (4, {"reference": payroll["reference"], "title": "Payroll"})
    graph = anna.get(f"/graph?around={names['ERP']}").json()
    assert {node["reference"] for node in graph["nodes"]} == {names["ERP"], payroll["reference"]}

    proposed = anna.get(f"/proposed-threats?asset={names['ERP']}").json()
    made = anna.post("/risks-from-threats", {"asset": names["ERP"]}).json()
    assert made["count"] == proposed["count"] > 3
    low, high = made["items"][0]["reference"], made["items"][1]["reference"]
    mild = {"c": 1, "i": 1, "a": 1, "likelihood": 1}
    assert anna.post(f"/risks/{low}/assess", {"current": mild, "reason": "Patched."}).status_code == 200
    worst = {"c": 5, "i": 5, "a": 5, "likelihood": 5}
    scored = anna.post(f"/risks/{high}/assess", {"current": worst}).json()
    assert scored["current"]["band"] == "crit"

    worst_of_erp = anna.get(f"/assets/{names['ERP']}").json()["risk"]
    assert worst_of_erp == {"score": 25, "own_score": 25, "driven_by": None}
    assert anna.get(f"/processes/{payroll['reference']}").json()["risk"]["driven_by"]["reference"] == names["ERP"]
    assert Program(cast.anna, {"assets": "read"}).get(f"/assets/{names['ERP']}").json()["risk"] is None

    accept = {"reason": "We can live with it.", "expires_on": "2027-03-01"}
    refused = anna.post(f"/risks/{high}/accept", accept)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "rule")
    assert Program(cast.olga).post(f"/risks/{low}/accept", accept).status_code in (200, 409)
    heat = anna.get("/heat-map").json()
    counted = {(cell["consequence"], cell["likelihood"]): cell["count"] for cell in heat["cells"] if cell["count"]}
    assert counted == {(1, 1): 1, (5, 5): 1}
    assert anna.get("/overview").json()["risks"]["worst"][0]["reference"] == high


def test_an_export_imports_back_unchanged(anna, imported):
    for form in ("csv", "xlsx"):
        sent = anna.get(f"/assets/export?format={form}", Accept_Language="da")
        assert sent.status_code == 200
        content = b"".join(sent.streaming_content)
        run = anna.upload("/imports/assets", {}, content, f"aktiver.{form}").json()
        assert (run["counts"], run["problems"], run["may_apply"]) == ({"same": 3}, [], False)
    narrow = b"".join(anna.get("/assets/export?q=webshop").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(narrow)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["Webshop"]


def test_the_last_import_is_taken_back(anna, imported):
    undone = anna.post(f"{imported}/undo")
    assert (undone.status_code, undone.json()["status"]) == (200, "undone")
    assert anna.get("/assets").json()["count"] == 0
    assert Event.objects.filter(action="assets.undone", channel="import").exists()


def test_a_file_that_cannot_be_read_says_why(anna):
    answer = anna.upload("/imports/assets", {}, b"%PDF-1.7 ...", "systemer.xlsx")
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["file"])
    assert anna.upload("/imports/nothing", {}, SHEET).status_code == 404
    assert anna.upload("/imports/assets", {"colour": "red"}, SHEET).status_code == 422


def test_an_import_needs_the_scope_of_its_register(cast):
    only_import = Program(cast.anna, {"exchange": "write"})
    assert only_import.upload("/imports/assets", {}, SHEET).json()["error"]["code"] == "scope"
    both = Program(cast.anna, {"exchange": "write", "assets": "write"})
    assert both.upload("/imports/assets", {}, SHEET, "systemer.csv").status_code == 201


def test_proof_is_kept_shown_and_fetched(anna, cast):
    anna.post("/assets", {"title": "ERP"})
    report = b"Restore test, 24 November 2026: all well."
    made = anna.upload(
        "/evidence", {"about": "assets/A-1", "title": "Restore test", "note": "x"}, report, "test.txt"
    ).json()
    assert made["sha256"] == hashlib.sha256(report).hexdigest()
    assert made["about"] == [{"kind": "assets", "reference": "A-1", "title": "ERP"}]
    assert [item["reference"] for item in anna.get("/assets/A-1/evidence").json()["items"]] == [made["reference"]]
    sent = anna.get(f"/evidence/{made['reference']}/file")
    assert b"".join(sent.streaming_content) == report
    assert sent["Content-Disposition"] == 'attachment; filename="test.txt"'
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert anna.post("/evidence-links", {"url": "javascript:alert(1)"}).status_code in (409, 422)
    link = anna.post("/evidence-links", {"url": "https://example.test/report", "about": "assets/A-1"})
    assert (link.status_code, link.json()["kind"]) == (201, "link")
    assert anna.get(link["Location"]).status_code == 200
    assert anna.get(f"/evidence/{link.json()['reference']}/file").status_code == 404
    newer = anna.upload(f"/evidence/{made['reference']}/file", {}, report + b" Really.", "test.txt")
    assert newer.status_code == 200, newer.content
    assert newer.json()["version"] == 2
    off = anna.post(f"/evidence/{made['reference']}/detach", {"about": "assets/A-1"}).json()
    assert off["about"] == []


def test_colleagues_talk_and_the_history_remembers(anna, cast):
    anna.post("/assets", {"title": "ERP", "owner": cast.bo.reference})
    said = anna.post("/assets/A-1/comments", {"text": "Who runs the restore test?"}).json()
    bo = Program(cast.bo)
    assert bo.patch(f"/comments/{said['id']}", {"text": "Mine now"}).status_code == 403
    assert bo.post("/assets/A-1/comments", {"text": "I do."}).status_code == 201
    assert anna.patch(f"/comments/{said['id']}", {"text": "Who runs it?"}).json()["text"] == "Who runs it?"
    assert anna.delete(f"/comments/{said['id']}").status_code == 204
    assert [line["text"] for line in bo.get("/assets/A-1/comments").json()["items"]] == ["", "I do."]
    actions = [line["action"] for line in anna.get("/assets/A-1/history").json()["items"]]
    assert actions == ["comment.removed", "comment.edited", "comment.commented", "comment.commented", "asset.created"]
    everything = anna.get(f"/history?who={cast.bo.reference}").json()
    assert {line["actor_label"] for line in everything["items"]} == {"Bo Lind"}
    assert bo.get("/history").status_code == 403
    refused = Event.objects.filter(action="access.refused", actor_id=cast.bo.pk)  # told although the request was undone
    assert [note.channel for note in refused] == ["api", "api"]


def test_search_finds_only_what_one_may_see(anna, cast):
    anna.post("/assets", {"title": "Payroll system"})
    hits = anna.get("/search?q=payroll").json()["items"]
    assert [(hit["kind"], hit["title"], hit["path"]) for hit in hits] == [("assets", "Payroll system", "assets/A-1/")]
    assert Program(cast.emil).get("/search?q=payroll").json()["items"] == []


def test_people_come_get_roles_and_leave(anna, cast):
    made = anna.post(
        "/people", {"name": "Grete Hansen", "email": "grete@kronborg.example", "unit": "production"}
    ).json()
    path = f"/people/{made['reference']}"
    given = anna.post(f"{path}/give-role", {"role": "contributor", "unit": "Production"}).json()
    assert given["roles"] == [{"role": "contributor", "unit": given["unit"]}]
    assert anna.post(f"{path}/give-role", {"role": "owner"}).status_code == 409
    assert anna.post(f"{path}/invite").status_code == 200
    assert anna.get(path).json()["state"] == "invited"
    assert anna.post(f"{path}/take-role", {"role": "contributor", "unit": "Production"}).json()["roles"] == []
    assert anna.post(f"{path}/suspend").json()["state"] == "suspended"
    assert anna.delete(path).status_code in (204, 409)
