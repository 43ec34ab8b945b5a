from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TrainingConfig(AppConfig):
    name = "holger.training"
    label = "training"

    def ready(self) -> None:
        from holger.core.registry import Recurring, registry
        from holger.training import duties, jobs, receivers  # noqa: F401  (receivers listen)
        from holger.training.papers import proving

        self._keep()
        self._subjects()
        self._ways_in()
        self._elsewhere()
        registry.duties += duties.SOURCES
        registry.holdings += duties.HOLDINGS
        registry.recurring += [
            Recurring("give_courses", _("Courses to those they are for"), timedelta(hours=1), jobs.follow),
            Recurring("prove_management", _("Evidence of management's training"), timedelta(hours=1), proving.prove),
        ]

    @staticmethod
    def _keep() -> None:
        """What was published and what was answered stand for good."""
        from holger.core import walls

        walls.APPEND_ONLY.add("training_edition")
        kept = ("enrolment_id", "edition_id", "number", "drawn", "answers", "right", "total", "passed", "submitted_at")
        walls.SETTLED["training_attempt"] = walls.Settled("state", ("submitted",), kept)

    @staticmethod
    def _subjects() -> None:
        from holger.core.registry import Subject, registry
        from holger.training import permissions, selectors
        from holger.training.models import Course, CoursePage, Question, Session

        registry.subject(
            Subject(
                Course,
                _("Course"),
                selectors.ICON,
                selectors.courses_for,
                permissions.EDIT,
                parts=(CoursePage, Question),
            )
        )
        registry.subject(
            Subject(Session, pgettext_lazy("training", "Class"), "users", selectors.sessions_for, permissions.ASSIGN)
        )

    @staticmethod
    def _ways_in() -> None:
        from holger.core.registry import Action, MenuItem, Search, registry
        from holger.training import permissions, selectors
        from holger.training.register import COURSES, ENROLMENTS

        registry.registers |= {COURSES.kind: COURSES, ENROLMENTS.kind: ENROLMENTS}
        see, edit, icon = permissions.VIEW, permissions.EDIT, selectors.ICON
        registry.menu.append(MenuItem("people", _("Training"), icon, "training:course-list", see, 30))
        registry.searches.append(Search("courses", _("Courses"), see, selectors.search, 48, rows=selectors.pickable))
        registry.actions += [
            Action(_("Courses"), icon, "training:course-list", see, _("training awareness quiz learn")),
            Action(_("New course"), "plus", "training:course-create", edit, _("training awareness add")),
            Action(_("Ready courses"), "books", "training:ready", edit, _("phishing passwords library")),
            Action(_("Who takes what"), "users", "training:enrolment-list", see, _("completion training overdue")),
            Action(_("Management's training"), "file-certificate", "training:management", see, _("nis2 board")),
            Action(_("My courses"), icon, "training:learn", permissions.LEARN, _("learn quiz certificate")),
        ]

    @staticmethod
    def _elsewhere() -> None:
        from holger.core.registry import Card, DeskPart, Panel, registry
        from holger.training import panels, permissions

        see = permissions.VIEW
        registry.cards.append(Card("training", "training/_card.html", see, panels.card, order=36))
        registry.panels.append(
            Panel(
                "frameworks.requirement",
                "courses",
                _("Courses"),
                "training/_requirement_panel.html",
                see,
                panels.requirement_panel,
                order=40,
            )
        )
        registry.desk.append(
            DeskPart("courses", _("Courses"), "training/_desk.html", permissions.LEARN, panels.desk_part)
        )
