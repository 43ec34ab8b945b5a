"""Ways to narrow courses, enrolments and classes."""
