"""Row-level security, tried from below holger: raw SQL as the application's role, inside and outside an organisation."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from holger.core import dates, tenancy, walls
from holger.core.models import TenantModel
from holger.core.tests.test_walls import LINKS as ALL_LINKS
from holger.core.tests.test_walls import MODELS, make_row
from holger.core.walls import policies
from tests.cast import make_organisation
from tests.walled import APPLICATION, as_holger

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"),
]


def ends_of(link):
    return [f for f in link._meta.local_fields if isinstance(f, models.ForeignKey)]


LINKS = [link for link in ALL_LINKS if any(issubclass(end.related_model, TenantModel) for end in ends_of(link))]
HISTORY = [
    model
    for model in apps.get_models()
    if not issubclass(model, TenantModel)
    and any(f.column == "organisation_id" for f in model._meta.local_concrete_fields)
]
TABLES = sorted({m._meta.db_table for m in [*MODELS, *LINKS, *HISTORY]})
OF_TENANTS = {m._meta.db_table for m in MODELS}
UNSET = r"unrecognized configuration parameter|invalid input syntax for type uuid"


def ask(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture
def two():
    return make_organisation("kronborg"), make_organisation("rosenborg")


def rows_of(model, organisation):
    """A row of the model, or of the link table, in the organisation."""
    if model in HISTORY:
        told = {"Event": {"seq": 1, "at": dates.now()}, "Checkpoint": {"number": 1, "size": 1}}
        return model.objects.create(organisation_id=organisation.id, **told.get(model.__name__, {}))
    if not model._meta.auto_created:
        return make_row(model, organisation)
    return model.objects.create(**{end.name: make_row(end.related_model, organisation) for end in ends_of(model)})


# --- Every table ---------------------------------------------------------------------------------------------------


def test_every_table_of_an_organisation_has_its_walls():
    """A new table without policy and triggers fails here, as does a link table whose ends belong to organisations."""
    about = ask(
        "SELECT relname, relrowsecurity, relforcerowsecurity, ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid),"
        " ARRAY(SELECT tgname::text FROM pg_trigger WHERE tgrelid = c.oid) FROM pg_class c WHERE relname = ANY(%s)",
        TABLES,
    )
    assert sorted(name for name, *_ in about) == TABLES
    for name, on, forced, policies_of, triggers in about:
        assert on, name
        assert forced, name
        assert {"holger_inside", "holger_whole"} == set(policies_of), name
        if name in OF_TENANTS:
            assert f"wall_{name}_moved" in triggers, name
        elif name not in ("history_chain", "history_permit"):
            assert any(trigger.startswith("wall_") for trigger in triggers), name


def test_no_table_tells_of_organisations_without_walls():
    """By the columns that are there, whatever the models say."""
    found = ask(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT a.attisdropped"
        " AND a.attname = 'organisation_id' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    assert found == []


def test_every_link_between_rows_of_organisations_is_walled():
    known = {policy.table for policy in policies.policies()}
    assert LINKS
    assert {link._meta.db_table for link in LINKS} <= known


def test_the_walls_are_whole():
    assert walls.gaps(connection) == []


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE organisation_tag DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE organisation_tag NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY holger_inside ON organisation_tag",
        "ALTER POLICY holger_inside ON organisation_tag USING (true)",
        "ALTER POLICY holger_whole ON organisation_tag TO PUBLIC",
        "CREATE POLICY everybody ON organisation_tag USING (true)",
        'DROP TRIGGER "wall_organisation_tag_moved" ON organisation_tag',
        "DROP FUNCTION holger_door_token(text)",
        "ALTER FUNCTION holger_door_token(text) SECURITY INVOKER",
        "CREATE FUNCTION holger_door_back() RETURNS SETOF uuid LANGUAGE sql SECURITY DEFINER AS 'SELECT NULL::uuid'",
    ],
)
def test_a_wall_that_somebody_has_altered_is_missed_and_made_again(harm):
    ask(harm)
    assert walls.gaps(connection) != []
    walls.build(connection)
    assert walls.gaps(connection) == []


def test_what_is_right_is_left_alone():
    with connection.cursor() as cursor:
        for table, owner in policies._owners(connection).items():
            assert list(policies._missing(cursor, table, owner)) == []


# --- Inside, elsewhere, nowhere ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [*MODELS, *LINKS, *HISTORY], ids=lambda m: m._meta.db_table)
def test_only_the_organisations_own_rows_are_seen_and_written(model, two):
    ours, theirs = two
    table, key = model._meta.db_table, model._meta.pk.column
    mine, foreign = rows_of(model, ours), rows_of(model, theirs)
    with as_holger(), tenancy.inside(ours.id):
        seen = [found for (found,) in ask(f"SELECT {key} FROM {table}")]
        assert mine.pk in seen
        assert foreign.pk not in seen
        if table not in walls.APPEND_ONLY:
            assert ask(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", foreign.pk) == 0
            assert ask(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", mine.pk) == 1
            assert ask(f"DELETE FROM {table} WHERE {key} = %s", foreign.pk) == 0
    assert model._base_manager.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize("model", [*MODELS, *LINKS, *HISTORY], ids=lambda m: m._meta.db_table)
def test_no_row_is_written_into_another_organisation(model, two):
    ours, theirs = two
    foreign = rows_of(model, theirs)
    values = {f.column: getattr(foreign, f.attname) for f in model._meta.local_concrete_fields}
    grows = model._meta.db_table in walls.APPEND_ONLY
    if not grows:
        model._base_manager.filter(pk=foreign.pk)._raw_delete("default")
    if model._meta.pk.get_internal_type().endswith("AutoField"):
        values.pop("id")
    places = ", ".join(["%s"] * len(values))
    fields = {f.column: f for f in model._meta.local_concrete_fields}
    told = [fields[column].get_db_prep_save(value, connection) for column, value in values.items()]
    columns = ", ".join(f'"{column}"' for column in values)
    insert = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})"
    refused = pytest.raises(DatabaseError, match=r"row-level security|foreign organisation")
    with as_holger(), tenancy.inside(ours.id), refused:
        ask(insert, *told)
    if not grows:  # there it is the same row once more
        with as_holger(), tenancy.inside(theirs.id):
            assert ask(insert, *told) == 1


@pytest.mark.parametrize("table", TABLES)
def test_a_question_that_says_no_organisation_is_an_error_even_of_an_empty_table(table, db):
    with as_holger(), pytest.raises(DatabaseError, match=UNSET):
        ask(f"SELECT * FROM {table}")
    with as_holger(), pytest.raises(DatabaseError, match=rf"{UNSET}|permission denied"):
        ask(f"DELETE FROM {table}")


def test_an_organisation_is_seen_by_all_and_changed_from_inside(two):
    ours, theirs = two
    with as_holger():
        assert ask("SELECT count(*) FROM organisation_organisation") == [(2,)]
        with tenancy.inside(ours.id):
            assert ask("UPDATE organisation_organisation SET name = 'Elsinore'") == 1
            assert ask("DELETE FROM organisation_organisation WHERE id = %s", theirs.id) == 0
            with transaction.atomic():
                assert ask("DELETE FROM organisation_organisation WHERE id = %s", ours.id) == 1
                transaction.set_rollback(True)
        with pytest.raises(DatabaseError, match=UNSET):
            ask("UPDATE organisation_organisation SET name = 'Nobody'")
    theirs.refresh_from_db()
    assert theirs.name == "Rosenborg"


# --- The role ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE organisation_tag DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE organisation_tag NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE organisation_tag ADD COLUMN spare text",
        "ALTER TABLE organisation_tag DISABLE TRIGGER ALL",
        "DROP POLICY holger_inside ON organisation_tag",
        "ALTER POLICY holger_inside ON organisation_tag USING (true)",
        "CREATE POLICY everybody ON organisation_tag USING (true)",
        'DROP TRIGGER "wall_organisation_tag_moved" ON organisation_tag',
        "TRUNCATE organisation_tag CASCADE",
        "DROP TABLE organisation_tag CASCADE",
        "CREATE TABLE spare (id int)",
        "CREATE TEMPORARY TABLE organisation_person (id uuid)",
        "CREATE OR REPLACE FUNCTION holger_door_token(text) RETURNS SETOF uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "SET session_replication_role = replica",
        "UPDATE history_event SET action = 'nothing'",
        "UPDATE history_event SET hash = ''",
        "TRUNCATE history_event",
        "UPDATE history_checkpoint SET signature = ''",
        "DELETE FROM history_checkpoint",
        "DELETE FROM risks_snapshot",
        "DELETE FROM django_migrations",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0001', now())",
    ],
)
def test_the_applications_role_cannot_touch_the_walls(harm, two):
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with as_holger(), tenancy.inside(two[0].id), refused:
        ask(harm)


@pytest.mark.parametrize("harm", ["UPDATE history_event SET actor_label = 'Nobody'", "DELETE FROM history_event"])
def test_history_that_may_be_emptied_or_removed_one_day_still_asks_for_a_permit(harm, two):
    rows_of(apps.get_model("history.Event"), two[0])
    with as_holger(), tenancy.inside(two[0].id), pytest.raises(DatabaseError, match="append only"):
        ask(harm)


def test_the_applications_role_may_write_over_the_named_columns_and_no_others(db):
    """Of every append-only table: exactly what is redacted, and deletion only where a trigger asks for a permit."""
    with as_holger():
        told = ask(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
            " WHERE c.oid = ANY(%s::regclass[]) AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'UPDATE')",
            sorted(walls.APPEND_ONLY),
        )
        assert sorted(told) == sorted((table, name) for table, names in walls.MAY_REDACT.items() for name in names)
        for table in walls.APPEND_ONLY:
            (rights,) = ask(
                "SELECT has_table_privilege(t, 'INSERT'), has_table_privilege(t, 'UPDATE'),"
                " has_table_privilege(t, 'DELETE'), has_table_privilege(t, 'TRUNCATE') FROM (SELECT %s AS t) AS asked",
                table,
            )
            assert rights == (True, False, (table, "DELETE") in walls.LET_THROUGH, False), table


def test_the_applications_role_is_held_and_the_owner_is_told_from_it(db):
    with as_holger():
        held = walls.standing(connection)
    assert (held.name, held.unguarded, held.owner) == (APPLICATION, False, False)
    assert walls.standing(connection).owner  # the test's own lines are the owner's


def test_looking_at_the_whole_house_is_not_the_applications(two):
    ours, _theirs = two
    for house in two:
        make_row(apps.get_model("organisation.Tag"), house)
    with as_holger(), transaction.atomic():
        ask("SELECT set_config('holger.organisation', %s, true), set_config('holger.whole', 'yes', true)", str(ours.id))
        assert ask("SELECT count(*) FROM organisation_tag") == [(1,)]


def test_even_the_owner_is_held_inside(two):
    for house in two:
        make_row(apps.get_model("organisation.Tag"), house)
    assert ask("SELECT count(*) FROM organisation_tag") == [(2,)]
    with tenancy.inside(two[0].id):
        assert ask("SELECT count(*) FROM organisation_tag") == [(1,)]
    assert ask("SELECT count(*) FROM organisation_tag") == [(2,)]


# --- The setting ---------------------------------------------------------------------------------------------------


def setting():
    return ask("SELECT coalesce(current_setting('holger.organisation', true), '')")[0][0]


@pytest.mark.django_db(transaction=True)
def test_the_setting_ends_with_the_transaction_and_leaks_through_no_connection():
    house = make_organisation("kronborg")
    with as_holger():
        link = connection.connection
        for enter in (tenancy.inside, tenancy.answering):
            with enter(house.id):
                assert setting() == str(house.id)
            assert setting() == ""
            with pytest.raises(ZeroDivisionError), enter(house.id):
                raise ZeroDivisionError
            assert setting() == ""
        assert connection.connection is link  # the same connection, as from a pool
        with pytest.raises(DatabaseError, match=UNSET):
            ask("SELECT * FROM organisation_tag")


@pytest.mark.django_db(transaction=True)
def test_a_setting_made_by_hand_does_not_reach_into_the_next_stay():
    ours, theirs = make_organisation("kronborg"), make_organisation("rosenborg")
    with as_holger():
        ask("SELECT set_config('holger.organisation', %s, false)", str(theirs.id))
        with pytest.raises(tenancy.LeftBehind), tenancy.inside(ours.id):
            pytest.fail("nobody comes here")
        assert connection.connection is None  # thrown away, with what somebody had put on it
        with tenancy.inside(ours.id):
            assert setting() == str(ours.id)


def test_within_a_transaction_leaving_forgets_where_one_stood(two):
    with as_holger():
        with tenancy.inside(two[0].id):
            assert setting() == str(two[0].id)
        assert setting() == ""
        with tenancy.inside(two[1].id):
            assert setting() == str(two[1].id)


# --- Doors ---------------------------------------------------------------------------------------------------------


def through(name, **key):
    sql, values = tenancy.DOORS[name].question(**key)
    with as_holger():
        return [found for (found,) in ask(sql, *values)]


def test_each_door_opens_for_its_own_key_alone(cast):
    from holger.api import services as api
    from holger.api.rules import secret_hash
    from holger.organisation import services
    from tests.cast import actor_of, make_person

    anna, today = actor_of(cast.anna), dates.today()
    _token, secret = api.token_create(actor=anna, person=cast.anna, name="SIEM", scope={"*": "read"})
    guest = make_person(cast.kronborg, "Grete Hansen", "employee", signs_in=False)
    link = services.invitation_send(actor=actor_of(cast.olga), person=guest, by_mail=False).link
    invited = services.hash_of(link.rstrip("/").rpartition("/")[2])
    assert through("token", secret_hash=secret_hash(secret)) == [cast.kronborg.id]
    assert through("invitation", secret_hash=invited) == [cast.kronborg.id]
    assert through("member", user=cast.dorte.user_id, today=today) == [cast.rosenborg.id]
    for wrong in ("", "%", invited[:-1]):
        assert through("token", secret_hash=wrong) == []
        assert through("invitation", secret_hash=wrong) == []
    assert through("token", secret_hash=invited) == []
    assert through("member", user=cast.kronborg.id, today=today) == []
    assert through("member", user=None, today=today) == []


def test_a_door_closes_behind_one(cast):

    with as_holger():
        through("member", user=cast.dorte.user_id, today=dates.today())
        assert setting() == ""
        with pytest.raises(DatabaseError, match=UNSET):
            ask("SELECT * FROM organisation_person")
        with tenancy.inside(cast.kronborg.id):
            sql, values = tenancy.DOORS["member"].question(user=cast.dorte.user_id, today=dates.today())
            assert ask(sql, *values) == [(cast.rosenborg.id,)]
            assert setting() == str(cast.kronborg.id)
            assert ask("SELECT count(*) FROM organisation_person WHERE user_id = %s", cast.dorte.user_id) == [(0,)]


def test_doors_are_closed_to_everybody_else_and_stand_on_firm_ground(db):
    for name, secure, public, path in ask(
        "SELECT proname, prosecdef, has_function_privilege('public', oid, 'EXECUTE'), proconfig FROM pg_proc"
        " WHERE starts_with(proname, 'holger_door_')"
    ):
        assert secure, name
        assert not public, name
        assert path == ["search_path=pg_catalog, public, pg_temp"], name


# --- The owner -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_owner_sees_the_whole_house_on_a_connection_of_its_own():
    for slug in ("kronborg", "rosenborg"):
        make_row(apps.get_model("organisation.Tag"), make_organisation(slug))
    with as_holger():
        mine = connection.connection
        with tenancy.as_owner():
            assert ask("SELECT count(*) FROM organisation_tag") == [(2,)]
            house = apps.get_model("organisation.Organisation").objects.get(slug="kronborg")
            with tenancy.inside(house.id):
                assert ask("SELECT count(*) FROM organisation_tag") == [(1,)]
            theirs = connection.connection
        assert connection.connection is mine
        assert theirs.closed
        with pytest.raises(DatabaseError, match=UNSET):
            ask("SELECT count(*) FROM organisation_tag")


def test_the_whole_house_is_not_seen_from_inside(cast):
    refused = pytest.raises(tenancy.AnotherOrganisation)
    with as_holger(), tenancy.inside(cast.kronborg.id), refused, tenancy.as_owner():
        pytest.fail("nobody comes here")
