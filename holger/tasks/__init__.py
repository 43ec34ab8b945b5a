<<<<<<< HEAD
"""What comes again every year and what has to be done now: activities, their tasks, the annual wheel, reminders, my work."""
=======
"""Tasks: what has to be done again and again, what has to be done once, and what became of it."""
>>>>>>> tsk-wheel
