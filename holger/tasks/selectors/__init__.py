"""Reading activities and tasks, always as somebody."""

from holger.tasks.selectors.activities import (
    Linked,
    activities_about,
    activities_for,
    activities_pickable,
    link_for,
    links_of,
    links_of_many,
    search_activities,
)
from holger.tasks.selectors.roster import roster_of
from holger.tasks.selectors.tasks import (
    AWAITS_SIGN_OFF,
    born_of,
    earlier_runs,
    next_due,
    overdue,
    runs_of,
    search_tasks,
    subject_of,
    tasks_about,
    tasks_for,
    tasks_listed,
    tasks_pickable,
)

__all__ = [
    "AWAITS_SIGN_OFF",
    "Linked",
    "activities_about",
    "activities_for",
    "activities_pickable",
    "born_of",
    "earlier_runs",
    "link_for",
    "links_of",
    "links_of_many",
    "next_due",
    "overdue",
    "roster_of",
    "runs_of",
    "search_activities",
    "search_tasks",
    "subject_of",
    "tasks_about",
    "tasks_for",
    "tasks_listed",
    "tasks_pickable",
]
