"""The map as spreadsheets: somebody else's columns in, everything out again, and back unchanged."""

from dataclasses import replace

import pytest

from holger.assets import register, selectors
from holger.assets.models import Asset, Dependency
from holger.assets.tests.factories import make_asset, make_dependency, make_information_type, make_process
from holger.core.errors import NotAllowed, RuleBroken
from holger.exchange import exporting, services
from holger.exchange.models import ImportRun
from holger.exchange.tests.files import xlsx
from holger.history.models import Event
from holger.organisation.models import Tag
from holger.suppliers.models import Supplier
from holger.suppliers.tests.factories import make_supplier

pytestmark = pytest.mark.django_db

HEAD = [
    "Systemnavn",
    "Systemtype",
    "Systemejer",
    "F/I/T",
    "Leverandør",
    "Internetvendt",
    "MFA",
    "Land",
    "EOL",
    "Mærker",
]
SYSTEMS = [
    ["Business Central", "Fagsystem", "Bo Lind", "3/4/4", "Nordlys Hosting", "nej", "ja", "Danmark", "", "ERP"],
    ["Webshop", "SaaS", "Lind, Bo", "2/3/3", "Shopify", "ja", "delvist", "US", "31-12-2027", "Salg; ERP"],
    ["PLC-styring, linje 2", "PLC", "", "1/3/4", "Siemens", "", "?", "", "", ""],
]


@pytest.fixture
def anna(cast, actor_of):
    return actor_of(cast.anna)


def start(actor, kind, head, rows):
    return services.run_start(actor=actor, kind=kind, content=xlsx(("Ark1", [head, *rows])), filename="liste.xlsx")


def plan_of(actor, run):
    return services.plan_of(actor=actor, run=ImportRun.objects.get(pk=run.pk))


def test_a_danish_list_of_systems_comes_in(anna, cast):
    run = start(anna, "assets", HEAD, SYSTEMS)
    plan = plan_of(anna, run)
    assert [problem.message.text for problem in plan.problems] == []
    assert plan.counts == {"create": 3}
    services.run_apply(actor=anna, run=run)
    central, webshop, plc = Asset.objects.order_by("number")
    assert (central.reference, central.type, central.owner, central.mfa) == ("A-1", "application", cast.bo, "yes")
    assert (central.own_c, central.own_i, central.own_a, central.need_a, central.criticality) == (3, 4, 4, 4, 4)
    assert (webshop.type, webshop.owner, webshop.exposure, webshop.country) == (
        "cloud_service",
        cast.bo,
        "internet",
        "US",
    )
    assert {tag.name for tag in webshop.tags.all()} == {"Salg", "ERP"}
    assert (plc.type, plc.owner, plc.exposure) == ("ot_device", None, "none")
    created = Event.objects.filter(action="asset.created", channel="import", via="liste.xlsx")
    assert created.count() == 3


def test_the_same_file_twice_changes_nothing_and_can_be_taken_back(anna):
    run = services.run_apply(actor=anna, run=start(anna, "assets", HEAD, SYSTEMS))
    assert plan_of(anna, start(anna, "assets", HEAD, SYSTEMS)).counts == {"same": 3}
    services.run_undo(actor=anna, run=run)
    assert not Asset.objects.exists()


def test_suppliers_are_found_by_any_spelling_and_made_once(anna, cast):
    here = make_supplier(cast.kronborg, "Nordlys Hosting A/S", aliases="Nordlyset")
    names = ["NORDLYS HOSTING", "nordlyset aps", "Shopify", "SHOPIFY Inc.", "", "SU-1"]
    rows = [[f"System {n}", name, "4" if n == 2 else ""] for n, name in enumerate(names, 1)]
    run = start(anna, "assets", ["System", "Leverandør", "T"], rows)
    told = {new.values["title"]: new.values.get("supplier") for new in plan_of(anna, run).creates()}
    assert told["System 1"] == told["System 2"] == told["System 6"] == here.pk
    services.run_apply(actor=anna, run=run)
    titles = Asset.objects.order_by("number").values_list("supplier__title", flat=True)
    assert list(titles) == [here.title, here.title, "Shopify", "Shopify", None, here.title]
    here.refresh_from_db()
    assert (here.criticality, here.driven_id) == (4, Asset.objects.get(title="System 2").pk)
    again = start(anna, "assets", ["System", "Leverandør"], [["System 1", "Nordlyset"], ["System 3", "Shopify A/S"]])
    assert plan_of(anna, again).counts == {"same": 2}
    services.run_undo(actor=anna, run=run)
    here.refresh_from_db()
    assert (here.criticality, Supplier.objects.count()) == (None, 2), "what was made beside stays, as tags do"


def test_whoever_may_not_add_suppliers_imports_none_that_are_new(anna, cast):
    make_supplier(cast.kronborg, "Nordlys Hosting")
    tied = replace(anna, grants=())
    assert register.make_suppliers(actor=tied, names=[]) == {}
    with pytest.raises(NotAllowed):
        register.make_suppliers(actor=tied, names=["Brand new"])


def test_imported_needs_are_inherited_and_given_back(anna, cast):
    process, system = make_process(cast.kronborg, "Salg", own_a=2), make_asset(cast.kronborg)
    make_dependency(process, system)
    run = services.run_apply(actor=anna, run=start(anna, "processes", ["Proces", "T"], [["Salg", "4"]]))
    system.refresh_from_db()
    assert (system.need_a, system.driven_a) == (4, process)
    services.run_undo(actor=anna, run=run)
    system.refresh_from_db()
    assert system.need_a == 2


def test_what_somebody_has_built_upon_is_not_taken_back(anna, cast):
    run = services.run_apply(actor=anna, run=start(anna, "assets", ["System"], [["Webshop"]]))
    make_dependency(make_process(cast.kronborg), Asset.objects.get(title="Webshop"))
    with pytest.raises(RuleBroken):
        services.run_undo(actor=anna, run=run)
    assert Asset.objects.filter(title="Webshop").exists()


def test_dependencies_come_in_by_name_or_reference(anna, cast):
    make_process(cast.kronborg, "Salg", own_a=4)
    make_asset(cast.kronborg, "Webshop")
    server = make_asset(cast.kronborg, "KRB-FS01", type="server")
    rows = [["Salg", "bruger", "Webshop"], ["A-1", "kører på", "KRB-FS01"]]
    run = start(anna, "dependencies", ["Fra", "Relation", "Til"], rows)
    assert plan_of(anna, run).counts == {"create": 2}
    run = services.run_apply(actor=anna, run=run)
    server.refresh_from_db()
    assert server.need_a == 4
    assert plan_of(anna, start(anna, "dependencies", ["Fra", "Relation", "Til"], rows)).counts == {"same": 2}
    services.run_undo(actor=anna, run=run)
    server.refresh_from_db()
    assert server.need_a is None
    assert not Dependency.objects.exists()


def test_a_changed_dependency_is_given_back(anna, cast):
    process, system = make_process(cast.kronborg, "Salg", own_a=4), make_asset(cast.kronborg, "Webshop")
    make_dependency(process, system)
    rows = [["Salg", "Webshop", "nej"]]
    run = services.run_apply(actor=anna, run=start(anna, "dependencies", ["Fra", "Til", "Bærer tilgængelighed"], rows))
    system.refresh_from_db()
    assert system.need_a is None
    services.run_undo(actor=anna, run=run)
    system.refresh_from_db()
    assert system.need_a == 4


def test_nothing_comes_to_depend_on_itself(anna, cast):
    make_asset(cast.kronborg, "Webshop")
    with pytest.raises(RuleBroken):
        services.run_apply(actor=anna, run=start(anna, "dependencies", ["Fra", "Til"], [["Webshop", "Webshop"]]))


def test_an_impact_that_shrinks_is_refused_with_its_title(anna):
    run = start(anna, "processes", ["Proces", "1 dag", "3 dage"], [["Løn", "3", "2"]])
    with pytest.raises(RuleBroken, match="Løn"):
        services.run_apply(actor=anna, run=run)


def test_what_goes_out_comes_back_unchanged(anna, cast):
    tag = Tag.objects.create(organisation=cast.kronborg, name="ERP")
    system = make_asset(
        cast.kronborg, owner=cast.bo, unit=cast.production, country="US", own_a=3, personal_data="special"
    )
    system.tags.set([tag])
    system.information_types.set([make_information_type(cast.kronborg)])
    process = make_process(cast.kronborg, impact_1d=3, rto_hours=4, mtpd_hours=48, workaround="Paper\nand pen")
    make_dependency(process, system, carries_c=False, note="=1+1")
    for kind, described in (
        ("assets", register.ASSETS),
        ("processes", register.PROCESSES),
        ("dependencies", register.DEPENDENCIES),
    ):
        for form in ("xlsx", "csv"):
            content = exporting.export_file(anna, described, form).read()
            run = services.run_start(actor=anna, kind=kind, content=content, filename=f"{kind}.{form}")
            assert plan_of(anna, run).counts == {"same": 1}, (kind, form)


def test_the_list_is_exported_as_it_stands(anna, cast, client_of):
    make_asset(cast.kronborg, "Webshop", type="cloud_service")
    make_asset(cast.kronborg, "KRB-FS01", type="server")
    answer = client_of(cast.carl).get("/o/kronborg/assets/?type=server&export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "KRB-FS01" in text
    assert "Webshop" not in text


def test_references_of_the_archived_and_of_the_other_register_are_taken(anna, cast):
    process = make_process(cast.kronborg)
    archived = make_asset(cast.kronborg, archived_at="2026-01-01T00:00Z")
    assert selectors.references_in(cast.rosenborg.pk) == set()
    asset = make_asset(cast.kronborg)
    make_asset(cast.rosenborg), make_process(cast.rosenborg)  # called the same, which is nothing to Kronborg
    assert set(register.taken_by_assets(anna)) == {process.reference, archived.reference}
    assert set(register.taken_by_processes(anna)) == {asset.reference, archived.reference}


def test_only_managers_import(cast, actor_of):
    for person in (cast.bo, cast.carl, cast.karen):
        with pytest.raises(NotAllowed):
            start(actor_of(person), "assets", ["System"], [["Webshop"]])
