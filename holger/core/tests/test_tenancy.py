"""Standing in an organisation: how one gets in, what follows one out, and what is refused. On both databases."""

from uuid import uuid4

import pytest
from django.db import connection, transaction

from holger.core import tenancy
from holger.organisation.models import Organisation, Tag
from tests.walled import as_holger

pytestmark = pytest.mark.django_db


def names():
    return list(Tag.objects.order_by("name").values_list("name", flat=True))


@pytest.fixture
def tagged(cast):
    Tag.objects.create(organisation=cast.kronborg, name="Ours")
    Tag.objects.create(organisation=cast.rosenborg, name="Theirs")
    return cast


def test_nobody_stands_anywhere_at_first(cast):
    assert tenancy.current() is None
    with tenancy.inside(cast.kronborg.id):
        assert tenancy.current() == cast.kronborg.id
    assert tenancy.current() is None


def test_the_same_organisation_may_be_entered_twice(tagged):
    with tenancy.inside(tagged.kronborg.id), tenancy.inside(tagged.kronborg.id), tenancy.answering(tagged.kronborg.id):
        assert "Ours" in names()


@pytest.mark.parametrize("enter", [tenancy.inside, tenancy.answering])
def test_another_organisation_is_refused_from_inside(cast, enter):
    with tenancy.inside(cast.kronborg.id):
        with pytest.raises(tenancy.AnotherOrganisation), enter(cast.rosenborg.id):
            pytest.fail("nobody comes here")
        assert tenancy.current() == cast.kronborg.id


def test_work_for_an_organisation_that_is_gone_is_refused(cast):
    gone = Organisation.objects.create(slug="gone", name="Gone")
    key = gone.id
    gone.delete()
    for unknown in (key, uuid4()):
        with pytest.raises(tenancy.UnknownOrganisation), tenancy.inside(unknown):
            pytest.fail("nobody comes here")
    assert tenancy.current() is None
    with tenancy.inside(key, gone_too=True):
        assert tenancy.current() == key


@pytest.mark.parametrize("wrong", [None, "", "kronborg", 7])
def test_work_without_an_organisation_is_refused(db, wrong):
    with pytest.raises(TypeError), tenancy.inside(wrong):
        pytest.fail("nobody comes here")


def test_a_text_that_spells_an_id_is_no_id(cast):
    with pytest.raises(TypeError), tenancy.inside(str(cast.kronborg.id)):
        pytest.fail("nobody comes here")


def test_an_error_undoes_all_and_leads_out(tagged):
    def half():
        with tenancy.inside(tagged.kronborg.id):
            Tag.objects.create(organisation=tagged.kronborg, name="Half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert tenancy.current() is None
    assert "Half" not in names()


def test_what_is_to_be_kept_is_written_afterwards(tagged):
    def write():
        seen.append(tenancy.current())
        Tag.objects.create(organisation=tagged.kronborg, name="Kept")

    def fail():
        with tenancy.inside(tagged.kronborg.id):
            tenancy.afterwards(write)
            assert not seen
            raise ZeroDivisionError

    seen = []
    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == [tagged.kronborg.id]
    assert "Kept" in names()


def test_what_fails_afterwards_is_told_in_the_log_and_harms_nobody(tagged, caplog):
    with tenancy.inside(tagged.kronborg.id):
        tenancy.afterwards(lambda: 1 / 0)
        tenancy.afterwards(lambda: Tag.objects.create(organisation=tagged.kronborg, name="Kept"))
    assert "ZeroDivisionError" in caplog.text
    assert "Kept" in names()


def test_outside_nothing_waits_for_an_end(db):
    done = []
    tenancy.afterwards(lambda: done.append(1))
    assert done == [1]


def test_each_organisation_in_its_turn(tagged):
    tagged.kronborg.name, tagged.rosenborg.name = "B", "A"
    tagged.kronborg.save()
    tagged.rosenborg.save()
    stood = tenancy.each(lambda key: (key, tenancy.current()))
    assert stood == [(tagged.rosenborg.id,) * 2, (tagged.kronborg.id,) * 2]


def test_each_undoes_only_the_one_that_failed(tagged):
    def mark(key):
        Tag.objects.create(organisation_id=key, name="Marked")
        if key == tagged.rosenborg.id:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tenancy.each(mark)
    assert list(Tag.objects.filter(name="Marked").values_list("organisation", flat=True)) == [tagged.kronborg.id]
    assert tenancy.current() is None


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_the_commit_stands_outside_again():
    house = Organisation.objects.create(slug="kronborg", name="Kronborg")
    seen = []
    with tenancy.inside(house.id):
        transaction.on_commit(lambda: seen.append(tenancy.current()))
        assert seen == []
    assert seen == [None]


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_an_answer_holds_no_lock_and_on_postgresql_it_is_one_transaction():
    house = Organisation.objects.create(slug="kronborg", name="Kronborg")
    with as_holger(), tenancy.answering(house.id):
        assert connection.in_atomic_block is (connection.vendor == "postgresql")
    with as_holger(), tenancy.inside(house.id):
        assert connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_an_answer_can_be_undone_without_an_error():
    house = Organisation.objects.create(slug="kronborg", name="Kronborg")
    with as_holger(), tenancy.answering(house.id):
        Tag.objects.create(organisation=house, name="Half")
        tenancy.undo()
    assert Tag.objects.exists() is (connection.vendor == "sqlite")  # there each service undoes its own


def test_a_download_reads_inside(tagged):
    def lines():
        for name in names():
            yield name, tenancy.current()

    with as_holger():
        told = list(tenancy.streaming(tagged.kronborg.id, lines()))
        assert tenancy.current() is None
    assert ("Ours", tagged.kronborg.id) in told


def test_a_download_that_is_broken_off_leads_out(tagged):
    def lines():
        yield from names()

    with as_holger():
        reading = tenancy.streaming(tagged.kronborg.id, lines())
        next(reading)
        reading.close()
        assert tenancy.current() is None


def test_a_door_has_one_name_and_takes_what_it_says():
    with pytest.raises(ValueError, match="already"):
        tenancy.door("member", {}, "SELECT 1")
    with pytest.raises(ValueError, match="one word"):
        tenancy.door("two words", {}, "SELECT 1")
    with pytest.raises(TypeError, match="secret_hash"):
        tenancy.DOORS["token"](secret="x")
