from holger.training.models.content import CoursePage, Edition, Kind, Question
from holger.training.models.course import Course, CourseLink, Status
from holger.training.models.enrolment import Attempt, AttemptState, Enrolment, State, Tally, Why
from holger.training.models.proof import ManagementProof
from holger.training.models.session import Attendance, Session, SessionStatus

__all__ = [
    "Attempt",
    "AttemptState",
    "Attendance",
    "Course",
    "CourseLink",
    "CoursePage",
    "Edition",
    "Enrolment",
    "Kind",
    "ManagementProof",
    "Question",
    "Session",
    "SessionStatus",
    "State",
    "Status",
    "Tally",
    "Why",
]
