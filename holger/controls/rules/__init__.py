"""What follows from what, in plain Python: what answers a requirement, what is left to do, what comes first."""
