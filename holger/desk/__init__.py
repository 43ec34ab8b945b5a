"""The employee's page: what to read and confirm, what to do and to learn, where the rules are and whom to ask."""
