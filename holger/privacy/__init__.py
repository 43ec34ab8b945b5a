"""Privacy: what personal data is used for and on what ground, what that may do to people, and what they ask for."""
