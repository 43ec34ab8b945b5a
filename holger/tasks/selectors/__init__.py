"""Reading activities and tasks, always as somebody."""

from holger.tasks.selectors.absences import absences_ahead, absences_for
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
from holger.tasks.selectors.handing import held_by, may_hand_over, out_of_reach
from holger.tasks.selectors.roles import role_holders_for
from holger.tasks.selectors.roster import roster_of
from holger.tasks.selectors.tasks import (
    AWAITS_SIGN_OFF,
    activities_counted,
    born_of,
    earlier_runs,
    in_trouble,
    last_runs,
    next_due,
    overdue,
    runs_of,
    search_tasks,
    subject_of,
    tasks_about,
    tasks_for,
    tasks_listed,
    tasks_pickable,
    with_next,
)
from holger.tasks.selectors.team import looks_after, team_for
from holger.tasks.selectors.work import (
    absences_on,
    duties_in,
    pressing,
    reminded,
    stands_in,
    waited_for,
    work_of,
    work_of_others,
)

from holger.tasks.selectors.mail import latest_test, reached
from holger.tasks.selectors.notices import notices_for, reminding_for, unread_count
from holger.tasks.selectors.webhooks import webhooks_for

__all__ = [
    "AWAITS_SIGN_OFF",
    "Linked",
    "absences_ahead",
    "absences_for",
    "absences_on",
    "activities_about",
    "activities_counted",
    "activities_for",
    "activities_pickable",
    "born_of",
    "duties_in",
    "earlier_runs",
    "held_by",
    "in_trouble",
    "last_runs",
    "latest_test",
    "link_for",
    "links_of",
    "links_of_many",
    "looks_after",
    "may_hand_over",
    "next_due",
    "notices_for",
    "out_of_reach",
    "overdue",
    "pressing",
    "reached",
    "reminded",
    "reminding_for",
    "role_holders_for",
    "roster_of",
    "runs_of",
    "search_activities",
    "search_tasks",
    "stands_in",
    "subject_of",
    "tasks_about",
    "tasks_for",
    "tasks_listed",
    "tasks_pickable",
    "team_for",
    "unread_count",
    "waited_for",
    "webhooks_for",
    "with_next",
    "work_of",
    "work_of_others",
]
