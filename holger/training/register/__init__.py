"""What export knows of courses and enrolments."""
