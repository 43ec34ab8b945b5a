"""Spreadsheets in and out, written once for every register: reading, matching columns, dry run, applying, undoing, writing."""
