"""What comes again every year and what has to be done now: activities, their tasks, the annual wheel, reminders, my work."""
