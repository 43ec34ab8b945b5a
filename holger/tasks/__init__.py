"""The room of what must be done: activities that come again, their runs and tasks, the annual wheel, reminders, my work."""
