"""The controls of a risk on its page, in the grid, in lists and files, and its risks on a control's page."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets.tests.factories import make_asset
from holger.controls import services as controls
from holger.controls.models import Control
from holger.controls.tests.factories import make_control
from holger.core import dates
from holger.core.errors import RuleBroken
from holger.exchange import services as exchange
from holger.exchange.fields import ChangedRow, NewRow
from holger.risks import services
from holger.risks.models import Effect, Risk
from holger.risks.register import make_controls, rows
from holger.risks.tests.factories import install, make_risk, threat
from tests.cast import actor_of, client_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/risks/"


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def system(cast):
    return make_asset(cast.kronborg, owner=cast.bo, unit=cast.production)


@pytest.fixture
def risk(anna, system):
    """Without controls 4 x 5 = 20, now 4 x 3 = 12, and no target yet."""
    return make_risk(anna, system, inherent_likelihood=5)


def get(person, path, **data):
    return client_of(person).get(BASE + path, data)


def post(person, path, **data):
    return client_of(person).post(BASE + path, data)


def page(person, path="R-1/"):
    return " ".join(get(person, path).content.decode().split())


def edr(anna, **answers):
    return make_control(anna, "EDR on servers", **{"status": "planned", **answers})


# On the risk


def test_an_empty_risk_says_how_to_begin(cast, risk):
    assert "No control works on it yet" in page(cast.anna)
    assert "Add a control" in page(cast.bo)
    assert "Add a control" not in page(cast.carl)


def test_controls_are_added_changed_and_removed(cast, anna, risk):
    control = make_control(anna, "EDR on servers", owner=cast.bo)
    added = post(cast.bo, "R-1/controls/", control=control.pk, likelihood=1, note="On all of them")
    assert (added.status_code, added["Location"]) == (302, f"{BASE}R-1/#controls")
    effect = Effect.objects.get()
    text = page(cast.bo)
    assert "likelihood −1" in text
    assert "for the target" in text
    assert "On all of them" in text
    form = f"R-1/controls/{effect.pk}/"
    assert "EDR on servers" in get(cast.bo, form).content.decode()
    assert post(cast.bo, form, likelihood=2, consequence=1).status_code == 302
    effect.refresh_from_db()
    assert (effect.likelihood, effect.consequence, effect.note) == (2, 1, "")
    refused = post(cast.bo, form, likelihood=2, consequence=1, counted="on")
    assert refused.status_code == 422
    assert "not in place" in refused.content.decode()
    assert post(cast.carl, f"{form}remove/").status_code == 403
    assert post(cast.dorte, f"{form}remove/").status_code == 404
    assert post(cast.bo, f"{form}remove/").status_code == 302
    assert not Effect.objects.exists()


def test_whoever_cannot_see_a_control_cannot_add_it(cast, anna, risk):
    hidden, foreign = edr(anna), make_control(actor_of(cast.dorte))
    for control in (hidden, foreign):
        assert post(cast.bo, "R-1/controls/", control=control.pk).status_code == 422
    assert post(cast.anna, "R-1/controls/", control=foreign.pk).status_code == 422
    assert post(cast.anna, "R-1/controls/", control=hidden.pk).status_code == 302
    again = post(cast.anna, "R-1/controls/", control=hidden.pk)
    assert "there already" in again.content.decode()


def test_a_new_control_is_made_on_the_page(cast, risk):
    assert post(cast.bo, "R-1/controls/new/", title="Offline backup", status="planned", likelihood=2).status_code == 302
    control = Control.objects.get()
    assert (control.title, control.status, control.owner) == ("Offline backup", "planned", cast.bo)
    assert post(cast.bo, "R-1/controls/new/", title="", status="planned").status_code == 422
    assert post(cast.carl, "R-1/controls/new/", title="X", status="planned").status_code == 403


def test_the_page_tells_the_way_from_score_to_score(cast, anna, risk):
    due = dates.today().replace(month=6, day=30)
    counted, planned = edr(anna, status="implemented"), make_control(anna, "Offline backup", due=due)
    services.effect_add(actor=anna, risk=risk, control=counted, likelihood=2)
    services.effect_add(actor=anna, risk=risk, control=planned, likelihood=1)
    (inherent, current, target) = get(cast.anna, "R-1/").context["way"]
    assert (">20<" in inherent.score, ">12<" in current.score, ">8<" in target.score) == (True, True, True)
    assert (inherent.by, current.by) == ("", "F-1")
    assert target.by.startswith("F-2, in place by 30")
    assert "Set by hand" not in page(cast.anna)


def test_a_target_set_by_hand_is_told_and_given_up(cast, anna, risk):
    services.effect_add(actor=anna, risk=risk, control=edr(anna), likelihood=1)
    services.risk_assess(actor=anna, risk=Risk.objects.select_related("asset").get(), target_likelihood=1)
    assert "Set by hand: the controls explain 8, you have 4." in page(cast.carl)
    assert "Use what the controls explain" in page(cast.anna)
    assert "Use what the controls explain" not in page(cast.carl)
    assert post(cast.carl, "R-1/use-controls/").status_code == 403
    assert post(cast.anna, "R-1/use-controls/").status_code == 302
    assert Risk.objects.get().target_score == 8
    assert "Set by hand" not in page(cast.anna)


def test_a_target_that_nothing_explains_says_so(cast, anna, risk):
    services.risk_assess(actor=anna, risk=risk, target_likelihood=1)
    assert "No control explains the target 4 yet" in page(cast.anna)


def test_a_control_that_came_into_place_asks_for_a_new_look(cast, anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    controls.control_edit(actor=anna, control=control, status="implemented")
    assert "F-1 EDR on servers is in place since" in page(cast.carl)
    assert "The levels still hold" not in page(cast.carl)
    assert "The levels still hold" in page(cast.bo)
    assert "Assess Ransomware again" in client_of(cast.bo).get("/o/kronborg/").content.decode()
    assert "Score again: F-1" in page(cast.anna, "assess/A-1/")
    assert post(cast.carl, "R-1/confirm/").status_code == 403
    assert post(cast.bo, "R-1/confirm/").status_code == 302
    assert "Assess the risk again" not in page(cast.bo)


def test_saving_the_levels_as_they_are_is_a_new_look_too(cast, anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    controls.control_edit(actor=anna, control=control, status="implemented")
    now = Risk.objects.get()
    levels = {name: getattr(now, name) for name in ("current_c", "current_i", "current_a", "current_likelihood")}
    assert post(cast.anna, "R-1/levels/", version=now.version, **levels, current_dc="").status_code == 302
    assert Effect.objects.get().counted


def test_a_round_is_not_confirmed_past_a_control_that_came_into_place(cast, anna, risk, system):
    other = make_risk(anna, system, title="Flood")
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    controls.control_edit(actor=anna, control=control, status="implemented")
    services.round_open(actor=anna, title="Autumn")
    assert post(cast.anna, "assess/A-1/confirm/").status_code == 302
    other.refresh_from_db()
    risk.refresh_from_db()
    assert other.confirmed_at > risk.confirmed_at


def test_proposals_lead_to_the_form_with_the_control_chosen(cast, anna, system):
    from holger.frameworks.models import Requirement
    from holger.frameworks.services import framework_adopt

    framework = framework_adopt(actor=anna, key="iso27001-2022")
    backup = Requirement.objects.get(framework=framework, code="A.8.13")
    control = make_control(anna, "Nightly backup", requirements=[backup])
    make_risk(anna, system, threat=threat(anna), title="")
    assert f"R-1/controls/?control={control.pk}" in page(cast.anna)
    form = get(cast.anna, "R-1/controls/", control=str(control.pk)).content.decode()
    assert f'value="{control.pk}" selected' in form
    assert "Nightly backup" not in page(cast.carl)


# In the grid


def cell(person, value):
    answer = post(person, "R-1/cell/", field="control", value=value)
    return answer.status_code, json.loads(answer.content)


def test_the_grid_finds_a_control_or_makes_one(cast, anna, risk):
    control = make_control(anna, "EDR on servers", owner=cast.bo)
    status, answer = cell(cast.bo, "F-1")
    assert (status, Effect.objects.get().control) == (200, control)
    assert "EDR on servers" in answer["controls"]
    assert cell(cast.bo, "edr on servers")[0] == 422
    assert cell(cast.bo, "Offline backup")[0] == 200
    assert Control.objects.get(title="Offline backup").in_place
    assert cell(cast.bo, "  ")[0] == 422
    assert cell(cast.bo, "x" * 201)[0] == 422


# In lists


def test_the_register_is_narrowed_by_control(cast, anna, risk, system):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    make_risk(anna, system, title="Flood")
    listed = {
        query: [name for name in ("Ransomware", "Flood") if name in page(cast.anna, f"list/?{query}")]
        for query in (f"control={control.pk}", "control=none", "again=yes", f"control={control.pk}&control=none")
    }
    assert list(listed.values()) == [["Ransomware"], ["Flood"], [], ["Ransomware", "Flood"]]
    controls.control_edit(actor=anna, control=control, status="implemented")
    assert "Ransomware" in page(cast.anna, "list/?again=yes")
    assert "Ransomware" not in page(cast.anna, "list/?again=no")
    assert 'title="EDR on servers">F-1<' in page(cast.anna, "list/?columns=reference&columns=controls")


def test_the_list_asks_equally_much_with_controls_shown(cast, anna, risk, system):
    browser, path = client_of(cast.anna), f"{BASE}list/?columns=reference&columns=title&columns=controls"
    browser.get(path)
    counted = []
    for number in range(2):
        for n in range(1 + 5 * number):
            each = make_risk(anna, system, title=f"Risk {number} {n}")
            services.effect_add(actor=anna, risk=each, control=make_control(anna, f"Control {number} {n}"))
        with CaptureQueriesContext(connection) as asked:
            browser.get(path)
        counted.append(len(asked))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("path", ["R-1/", "assess/A-1/"])
def test_pages_ask_equally_much_for_one_control_and_for_many(cast, anna, risk, path):
    browser = client_of(cast.anna)
    browser.get(BASE + path)
    counted = []
    for number in range(2):
        for n in range(1 + 8 * number):
            services.effect_add(
                actor=anna, risk=Risk.objects.get(), control=make_control(anna, f"Control {number} {n}"), likelihood=1
            )
        with CaptureQueriesContext(connection) as asked:
            browser.get(BASE + path)
        counted.append(len(asked))
    assert counted[0] == counted[1]


# On the control


def test_a_control_shows_the_risks_it_works_on(cast, anna, risk):
    control = edr(anna, owner=cast.bo)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=2)
    text = " ".join(client_of(cast.anna).get("/o/kronborg/controls/F-1/").content.decode().split())
    assert "Ransomware" in text
    assert "8 points in all" in text
    other = client_of(cast.bo).get("/o/kronborg/controls/F-1/").content.decode()
    assert "Ransomware" in other
    services.risk_edit(actor=anna, risk=Risk.objects.get(), owner=cast.anna)
    make_asset(cast.kronborg)
    assert "Ransomware" in client_of(cast.bo).get("/o/kronborg/controls/F-1/").content.decode()  # the system is Bo's


def test_a_control_without_risks_says_how_to_tie_them(cast, anna):
    edr(anna)
    assert "No risk is tied to it yet" in client_of(cast.anna).get("/o/kronborg/controls/F-1/").content.decode()


# In files


def changed(risk, **values):
    row = Risk.objects.get(pk=risk.pk)
    return ChangedRow(2, row.pk, row.version, values, {name: [None, "…"] for name in values})


def test_a_sheet_names_controls_and_leaves_their_effects_alone(cast, anna, risk):
    kept, gone, new = edr(anna), make_control(anna, "Old"), make_control(anna, "New", status="implemented")
    hidden = make_control(anna, "Away")
    for control in (kept, gone, hidden):
        services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    controls.control_archive(actor=anna, control=hidden)
    target = Risk.objects.get().target_score
    assert set(next(iter(rows(anna))).values["controls"]) == {kept.pk, gone.pk}

    payload = services.risks_import(actor=anna, creates=[], updates=[changed(risk, controls=(kept.pk, new.pk))])
    found = {effect.control.title: (effect.likelihood, effect.counted) for effect in Effect.objects.all()}
    assert found == {"EDR on servers": (1, False), "Away": (1, False), "New": (0, True)}
    assert Risk.objects.get().target_score == target
    gone.refresh_from_db()
    assert gone.reduction == 0

    services.risks_import_undo(actor=anna, payload=json.loads(json.dumps(payload)))
    titles = {effect.control.title: effect.likelihood for effect in Effect.objects.all()}
    assert titles == {"EDR on servers": 1, "Old": 1, "Away": 1}
    gone.refresh_from_db()
    assert gone.reduction == 4


def test_what_was_changed_since_is_not_taken_back(anna, risk):
    payload = services.risks_import(actor=anna, creates=[], updates=[changed(risk, controls=(edr(anna).pk,))])
    services.effect_edit(actor=anna, effect=Effect.objects.get(), note="Looked at")
    with pytest.raises(RuleBroken, match="changed since the import"):
        services.risks_import_undo(actor=anna, payload=payload)


def test_new_risks_come_with_their_controls_and_go_with_them(cast, anna, system):
    made = make_controls(actor=anna, names=["Firewall"])
    row = NewRow(2, {"asset": system.pk, "title": "Fire", "controls": (made["Firewall"],)})
    payload = services.risks_import(actor=anna, creates=[row], updates=[])
    assert Effect.objects.get().control.title == "Firewall"
    services.risks_import_undo(actor=anna, payload=payload)
    assert not Risk.objects.exists()
    assert Control.objects.count() == 1


def test_new_levels_from_a_sheet_count_what_is_in_place(anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    controls.control_edit(actor=anna, control=control, status="implemented")
    payload = services.risks_import(actor=anna, creates=[], updates=[changed(risk, current_likelihood=2)])
    assert Effect.objects.get().counted
    services.risks_import_undo(actor=anna, payload=payload)
    assert not Effect.objects.get().counted


def test_the_register_goes_out_and_comes_back_unchanged(cast, anna, risk):
    for title in ("EDR on servers", "Offline backup; twice"):
        services.effect_add(actor=anna, risk=Risk.objects.get(), control=make_control(anna, title), likelihood=1)
    sent = client_of(cast.anna).get(f"{BASE}list/?export=csv")
    content = b"".join(sent.streaming_content)
    assert "EDR on servers; " in content.decode("utf-8-sig")
    run = exchange.run_start(actor=anna, kind="risks", filename="risks.csv", content=content)
    assert exchange.plan_of(actor=anna, run=run).counts == {"same": 1}
