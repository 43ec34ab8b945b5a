"""SQLite as holger needs it: a library that is safe with a write-ahead log, and pragmas that keep what was promised."""
