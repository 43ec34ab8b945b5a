"""Two files that strangers look for."""

SECURITY = "/.well-known/security.txt"


def test_whom_to_tell_of_a_hole_is_told_where_somebody_is_named(db, client, settings):
    settings.SECURITY_CONTACT = "mailto:security@kronborg.example"
    answer = client.get(SECURITY)
    assert answer.status_code == 200
    assert "Contact: mailto:security@kronborg.example\n" in answer.content.decode()
    settings.SECURITY_CONTACT = ""
    assert client.get(SECURITY).status_code == 404


def test_nothing_is_for_search_engines(db, client):
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
