"""The register of suppliers as people meet it."""

from holger.suppliers.models import Supplier
from holger.suppliers.tests.factories import make_supplier
from tests.cast import Cast, client_of


def test_a_supplier_is_added_seen_and_taken_through_its_life(cast: Cast) -> None:
    anna = client_of(cast.anna)
    answer = anna.post(
        "/o/kronborg/suppliers/new/",
        {"title": "Bornholm Hosting", "category": "hosting", "access": "data", "vat": "DK10150817"},
    )
    assert answer.status_code == 302, answer.content.decode()
    supplier = Supplier.objects.get()
    assert (supplier.reference, supplier.cvr, supplier.status) == ("SU-1", "10150817", "active")
    page = anna.get(f"/o/kronborg/{supplier.path}").content.decode()
    assert "Bornholm Hosting" in page
    anna.post(f"/o/kronborg/{supplier.path}step/phase_out/", {"reason": ""})
    supplier.refresh_from_db()
    assert supplier.status == "phasing_out"
    assert "Bornholm" in anna.get("/o/kronborg/suppliers/").content.decode()


def test_a_stranger_finds_nothing(cast: Cast) -> None:
    supplier = make_supplier(cast.kronborg)
    assert client_of(cast.dorte).get(f"/o/kronborg/{supplier.path}").status_code == 404


def test_what_belongs_to_a_supplier_is_kept_on_its_page(cast: Cast) -> None:
    anna, supplier = client_of(cast.anna), make_supplier(cast.kronborg, own_criticality=4)
    sub = make_supplier(cast.kronborg, "Deep Storage")
    here = f"/o/kronborg/{supplier.path}"
    sent = {
        "contacts": {"name": "Duty phone", "phone": "+45 70 10 20 30", "security": "on"},
        "links": {"sub": str(sub.pk), "kind": "sub_processor", "service": "Backup"},
        "transfers": {"country": "US", "basis": "", "data": "Support cases"},
        "assurance": {"kind": "isae3402", "title": "ISAE 3402 type 2", "expires": "2026-12-01"},
    }
    assert "whom to call at night" in anna.get(here).content.decode()
    for folder, answers in sent.items():
        assert anna.get(f"{here}{folder}/new/").status_code == 200
        answer = anna.post(f"{here}{folder}/new/", answers)
        assert answer.status_code == 302, (folder, answer.content.decode()[-3000:])
    page = anna.get(here).content.decode()
    for words in (
        "Duty phone",
        "Deep Storage",
        "Transfer without basis",
        "Expires soon",
        "No exit plan",
        "Not approved",
    ):
        assert words in page, words
    report = supplier.assurances.get()
    assert "ISAE 3402 type 2" in anna.get(f"/o/kronborg/{report.path}").content.decode()
    contact = supplier.contacts.get()
    assert (
        anna.post(f"{here}contacts/{contact.pk}/edit/", {"name": "Desk", "mail": "desk@example.test"}).status_code
        == 302
    )
    assert client_of(cast.carl).post(f"{here}contacts/{contact.pk}/drop/").status_code == 403
    assert client_of(cast.dorte).post(f"{here}contacts/{contact.pk}/drop/").status_code == 404
    assert anna.post(f"/o/kronborg/{sub.path}contacts/{contact.pk}/drop/").status_code == 404
    assert anna.post(f"{here}contacts/{contact.pk}/drop/").status_code == 302
    assert "Deep Storage" in anna.get(f"{here}chain/").content.decode()
    assert len(anna.get(f"{here}chain.json").json()["edges"]) == 1
    assert anna.get("/o/kronborg/").status_code == 200
    assert anna.get("/o/kronborg/suppliers/concentration/").status_code == 200


def test_spellings_are_merged_and_taken_apart_on_pages(cast: Cast) -> None:
    anna = client_of(cast.anna)
    keep, double = make_supplier(cast.kronborg, "Nordlys Hosting A/S"), make_supplier(cast.kronborg, "NORDLYS HOSTING")
    page = anna.get("/o/kronborg/suppliers/duplicates/").content.decode()
    assert f"suppliers/{double.reference}/merge/" in page
    answer = anna.post(f"/o/kronborg/{double.path}merge/", {"into": str(keep.pk), "reason": "One."})
    assert answer.status_code == 302 and answer.url.endswith(keep.path)
    assert "Merged into" in anna.get(f"/o/kronborg/{double.path}").content.decode()
    assert anna.post(f"/o/kronborg/{double.path}unmerge/", {"reason": "Two."}).status_code == 302
    assert client_of(cast.bo).get("/o/kronborg/suppliers/duplicates/").status_code == 403


def test_the_list_narrows_and_changes_many_at_once(cast: Cast) -> None:
    anna = client_of(cast.anna)
    rows = [make_supplier(cast.kronborg, f"Firm {n}", criticality=n % 4 + 1, country="DK") for n in range(6)]
    make_supplier(cast.kronborg, "Far away", country="US", processor=True)
    for query in (
        "criticality=4",
        "critical=yes",
        "remark=no_owner",
        "country=DK",
        "assurance=no",
        "transfer=no",
        "q=firm",
    ):
        page = anna.get(f"/o/kronborg/suppliers/?{query}").content.decode()
        assert "Firm 3" in page, query
    assert "Firm 3" not in anna.get("/o/kronborg/suppliers/?processor=yes").content.decode()
    columns = "&".join(
        f"columns={key}" for key in ("title", "unit", "deputy", "cvr", "access", "replaceable", "updated")
    )
    assert anna.get(f"/o/kronborg/suppliers/?{columns}").status_code == 200
    assert anna.post(f"/o/kronborg/{rows[0].path}review/", {"next_review": "2027-11-01"}).status_code == 302
    assert (
        anna.post(f"/o/kronborg/{rows[0].path}override/", {"level": "2", "reason": "Spare parts lie here."}).status_code
        == 302
    )
    assert "Spare parts lie here." in anna.get(f"/o/kronborg/{rows[0].path}").content.decode()
    assert anna.post(f"/o/kronborg/{rows[0].path}override/clear/").status_code == 302


def test_the_seldom_actions_wait_in_the_menu(cast: Cast) -> None:
    supplier = make_supplier(cast.kronborg, owner=cast.bo)
    shown = client_of(cast.anna).get(f"/o/kronborg/{supplier.path}").content.decode()
    beside, menu = shown.split('<div class="h-actions">')[1].split('<details class="h-menu is-end">')
    menu = menu.split("</details>")[0]
    assert "/edit/" in beside and "/merge/" not in beside
    assert "/merge/" in menu and "/archive/" in menu and "/review/" in menu
    carl = client_of(cast.carl).get(f"/o/kronborg/{supplier.path}").content.decode()
    assert "/merge/" not in carl and "/archive/" not in carl
