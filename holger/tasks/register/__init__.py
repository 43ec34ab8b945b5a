"""The room's registers as spreadsheets."""
