"""What follows from what, in plain Python: when something is due, what to propose, and where it fits in the year."""
