"""The tests of the tasks room."""
