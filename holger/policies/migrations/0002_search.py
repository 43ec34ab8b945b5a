"""What is searched: words with their places, as each database keeps them (FTS5; tsvector with GIN)."""

from django.db import migrations

WORDS = "policies_passage_words"
COLUMNS = "NEW.place, 'h' || replace(NEW.organisation_id, '-', ''), NEW.title, NEW.heading, NEW.body"
GONE = f"DELETE FROM {WORDS} WHERE rowid = OLD.place"  # noqa: S608 (every word of it stands here)
PUT = f"INSERT INTO {WORDS} (rowid, house, title, heading, body) SELECT {COLUMNS}"
SQLITE = (
    # The organisation is a word of its own, so that a question is about one house from the start.
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5 (house, title, heading, body, tokenize = 'unicode61 remove_diacritics 0',"
    " prefix = '2 3')",
    f"CREATE TRIGGER {WORDS}_put AFTER INSERT ON policies_passage BEGIN {PUT}; END",
    f"CREATE TRIGGER {WORDS}_gone AFTER DELETE ON policies_passage BEGIN {GONE}; END",
    f"CREATE TRIGGER {WORDS}_anew AFTER UPDATE ON policies_passage BEGIN {GONE}; {PUT}; END",
)
TONGUE = "CASE language WHEN 'da' THEN 'danish'::regconfig ELSE 'english'::regconfig END"
POSTGRESQL = (
    "ALTER TABLE policies_passage ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    f"setweight(to_tsvector({TONGUE}, title || ' ' || heading), 'A') || setweight(to_tsvector({TONGUE}, body), 'B')"
    ") STORED",
    "CREATE INDEX policies_passage_by_words ON policies_passage USING gin (words)",
)
SQLITE_GONE = (
    *(f"DROP TRIGGER IF EXISTS {WORDS}_{name}" for name in ("put", "gone", "anew")),
    f"DROP TABLE {WORDS}",
)
POSTGRESQL_GONE = ("DROP INDEX policies_passage_by_words", "ALTER TABLE policies_passage DROP COLUMN words")


def index_words(apps, schema_editor):  # type: ignore[no-untyped-def]
    """What people look for is found by its words: FTS5 on SQLite, tsvector on PostgreSQL (decision 0025)."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def forget_words(apps, schema_editor):  # type: ignore[no-untyped-def]
    for statement in POSTGRESQL_GONE if schema_editor.connection.vendor == "postgresql" else SQLITE_GONE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [migrations.RunPython(index_words, forget_words)]
