"""Policies and procedures: written, reviewed, approved, in force, found, read and confirmed."""
