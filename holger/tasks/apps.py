from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "holger.tasks"
    label = "tasks"

    def ready(self) -> None:
        self._core()
        self._work()
        self._moves()
        self._wheel()
        self._notices()

    def _core(self) -> None:
        """Activities and tasks."""
        from datetime import timedelta

        from holger.core.registry import Action, Hanging, MenuItem, Panel, Recurring, Search, Secret, Subject, registry
        from holger.tasks import jobs, permissions, selectors
        from holger.tasks.models import Activity, ActivityLink, Task
        from holger.tasks.panels import about
        from holger.tasks.register.activities import ACTIVITIES
        from holger.tasks.register.tasks import TASKS
        from holger.tasks.selectors import withheld

        see, plan = permissions.VIEW, permissions.PLAN
        registry.subject(
            Subject(
                Activity,
                _("Activity"),
                "calendar-repeat",
                selectors.activities_for,
                plan,
                parts=(ActivityLink,),
            )
        )
        registry.subject(Subject(Task, _("Task"), "checkbox", selectors.tasks_for, permissions.WORK))
        registry.secrets += [
            Secret(Activity._meta.label_lower, withheld.activities_kept, 10),
            Secret(Task._meta.label_lower, withheld.tasks_kept, 20),
        ]
        registry.searches += [
            Search(
                "activities",
                _("Activities"),
                see,
                selectors.search_activities,
                40,
                rows=selectors.activities_pickable,
            ),
            Search("tasks", _("Tasks"), see, selectors.search_tasks, 42, rows=selectors.tasks_pickable),
        ]
        registry.menu += [
            MenuItem("operation", _("Activities"), "calendar-repeat", "tasks:activity-list", see, 20),
            MenuItem("operation", _("Tasks"), "list-check", "tasks:task-list", see, 30),
        ]
        registry.actions += [
            Action(_("Activities"), "calendar-repeat", "tasks:activity-list", see, _("recurring annual wheel plan")),
            Action(_("New activity"), "plus", "tasks:activity-create", plan, _("recurring annual wheel add")),
            Action(_("Tasks"), "list-check", "tasks:task-list", see, _("runs to do late missed")),
            Action(_("New task"), "plus", "tasks:task-create", plan, _("give ask add to do")),
        ]
        registry.hanging += [Hanging(ActivityLink, "subject_id"), Hanging(Task, "about_id")]
        registry.panels += [
            Panel(kind, "tasks", _("Activities and tasks"), "tasks/_about_panel.html", see, about.panel, order=40)
            for kind in about.KINDS
        ]
        for described in (ACTIVITIES, TASKS):
            registry.registers[described.kind] = described
        registry.recurring.append(
            Recurring("tasks.plan", _("Plan tasks, and mark what was missed"), timedelta(hours=1), jobs.hourly)
        )

    def _work(self) -> None:
        """Everybody's own work, the team's, roles of the field, days away, and handing over."""
        from datetime import timedelta

        from holger.core.registry import Action, MenuItem, Panel, Recurring, Search, registry
        from holger.organisation.permissions import ENTER, VIEW_PEOPLE
        from holger.tasks import duties, jobs, permissions
        from holger.tasks.panels import work as panels
        from holger.tasks.selectors import team
        from holger.tasks.words import ROLES

        registry.words["holds"] = ROLES
        registry.duties.insert(0, duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        work = permissions.WORK
        registry.menu += [
            MenuItem(
                "", _("My work"), "checkbox", "tasks:my-work", ENTER, 5, badge=panels.badge, known=panels.badge_known
            ),
            MenuItem("settings", _("Roles"), "id-badge-2", "tasks:role-list", VIEW_PEOPLE, 42),
        ]
        registry.actions += [
            Action(_("My work"), "checkbox", "tasks:my-work", ENTER, _("tasks to do duties")),
            Action(
                _("Set a deputy"), "user-share", "tasks:away-set", work, _("away holiday absence vacation stand in")
            ),
            Action(_("What I wait for"), "hourglass", "tasks:delegated", ENTER, _("delegated others")),
            Action(_("Hand over my work"), "arrows-exchange", "tasks:hand-over", work, _("leave job successor")),
            Action(_("The team's work"), "users", "tasks:team", work, _("late overdue remind")),
            Action(_("Who holds which role"), "id-badge-2", "tasks:role-list", VIEW_PEOPLE, _("IT HR management")),
        ]
        registry.searches.append(
            Search("deputies", _("Deputies"), work, team.find_deputies, 95, rows=team.deputies_for)
        )
        title, template = _("Work"), "tasks/_person_panel.html"
        registry.panels.append(
            Panel("organisation.person", "work", title, template, work, panels.person_panel, order=5, side=True)
        )
        registry.recurring.append(
            Recurring("tasks.deputies", _("Name the deputies of those who are away"), timedelta(days=1), jobs.deputies)
        )

    def _moves(self) -> None:
        """Who comes and who goes."""
        from datetime import timedelta

        from holger.core.registry import Action, Card, MenuItem, Recurring, registry
        from holger.organisation.permissions import VIEW_PEOPLE
        from holger.tasks import jobs
        from holger.tasks.panels import moves as panels

        title, where = _("Joiners and leavers"), "tasks:move-list"
        registry.menu.append(MenuItem("settings", title, "user-share", where, VIEW_PEOPLE, 21))
        registry.cards.append(Card("moves", "tasks/_moves_card.html", VIEW_PEOPLE, panels.card, order=45, holds=True))
        registry.actions.append(Action(title, "user-share", where, VIEW_PEOPLE, _("new colleague starts stops leaves")))
        doing = _("Give what is to be done when people come and go")
        registry.recurring.append(Recurring("tasks.moves", doing, timedelta(hours=1), jobs.moves))

    def _wheel(self) -> None:
        """The annual wheel, calendars, bars, subscriptions, the planning check, ready activities and templates."""
        from django.utils.translation import pgettext_lazy

        from holger.core.registry import Action, Card, MenuItem, Step, registry
        from holger.tasks import permissions, receivers  # noqa: F401  (receivers listen)
        from holger.tasks.panels import wheel as panels

        see, plan, title, icon = permissions.VIEW, permissions.PLAN, _("Annual wheel"), "calendar"
        registry.menu.append(MenuItem("operation", title, icon, "tasks:wheel", see, 10, badge=panels.badge))
        registry.cards.append(Card("wheel", "tasks/_wheel_card.html", see, panels.card, order=22))
        registry.steps.append(
            Step(
                "operation",
                pgettext_lazy("journey", "Keep it running"),
                _(
                    "What is done once and forgotten does not protect. The annual wheel brings it back to the right people in time."
                ),
                7,
                see,
                panels.progress,
            )
        )
        registry.actions += [
            Action(title, icon, "tasks:wheel", see, _("year årshjul plan activities wheel")),
            Action(_("Calendar: month"), "calendar", "tasks:calendar-month", see, _("due dates")),
            Action(_("Calendar: week"), "calendar-event", "tasks:calendar-week", see, _("due dates this week")),
            Action(
                _("24 months of activities"), "chart-line", "tasks:bars", see, _("bars missed done deviation trend")
            ),
            Action(_("Planning check"), "scale", "tasks:planning-check", see, _("load hours overfull capacity")),
            Action(
                _("Subscribe in your calendar"),
                "calendar-share",
                "tasks:feeds",
                see,
                _("ical ics Outlook Google Apple feed"),
            ),
            Action(
                _("Ready activities"), "wand", "tasks:ready", plan, _("template library annual wheel propose accept")
            ),
        ]

    def _notices(self) -> None:
        """Who is told of what, and how."""
        from datetime import timedelta

        from holger.core.registry import Action, Bell, MenuItem, Recurring, Subject, registry
        from holger.tasks import jobs, permissions, receivers, signals
        from holger.tasks.models import WEEKDAYS, NoticeKind, Rhythm, Webhook
        from holger.tasks.selectors import notices, webhooks

        settings = permissions.SETTINGS
        registry.bell = Bell(_("Notices"), "tasks:notice-list", notices.unread_count)
        kinds = dict(NoticeKind.choices)
        registry.subject(
            Subject(Webhook, _("Chat"), "message", webhooks.webhooks_for, settings, words={"kinds": kinds})
        )
        registry.words |= {"muted": kinds, "rhythm": dict(Rhythm.choices), "weekday": dict(WEEKDAYS)}
        registry.menu += [
            MenuItem("settings", _("Mail"), "mail", "tasks:mail-settings", settings, 86),
            MenuItem("settings", _("Chats"), "message", "tasks:webhook-list", settings, 87),
        ]
        registry.actions += [
            Action(_("Notices"), "bell", "tasks:notice-list", permissions.NOTICES, _("inbox told reminders")),
            Action(
                _("How I am reminded"),
                "bell",
                "tasks:reminding",
                permissions.NOTICES,
                _("mail digest quiet hours notifications"),
            ),
            Action(_("Mail"), "mail", "tasks:mail-settings", settings, _("SMTP test sender")),
            Action(_("Chats"), "message", "tasks:webhook-list", settings, _("Slack Teams webhook")),
        ]
        signals.tasks_given.connect(receivers.given)
        signals.task_waits.connect(receivers.waits)
        signals.task_sent_back.connect(receivers.sent_back)
        signals.tasks_missed.connect(receivers.missed)
        registry.recurring += [
            Recurring(
                "tasks.remind",
                _("Remind people, and write the mail"),
                timedelta(minutes=15),
                jobs.reminders,
                in_pieces=True,
            ),
            Recurring("tasks.forget", _("Forget old notices"), timedelta(days=1), jobs.forget),
        ]
