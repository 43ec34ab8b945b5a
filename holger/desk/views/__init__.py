"""The employee's page, and what it leads to. Made for a phone, and for people who know nothing of all this."""
