"""What export knows of courses and enrolments."""

from holger.training.register.courses import COURSES
from holger.training.register.enrolments import ENROLMENTS

__all__ = ["COURSES", "ENROLMENTS"]
