from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "holger.organisation"
    label = "organisation"

    def ready(self) -> None:
        self._populations()
        self._recurring()
        from holger.core.registry import Action, MenuItem, Search, Subject, registry
        from holger.jobs.signals import mail_sent
        from holger.organisation import permissions, receivers, selectors
        from holger.organisation.models import Person
        from holger.organisation.register import PEOPLE

        mail_sent.connect(receivers.mail_sent)
        see, edit = permissions.VIEW_PEOPLE, permissions.EDIT_PEOPLE
        registry.memberships = lambda request: request.memberships
        registry.saved_views = selectors.saved_views
        registry.asker = selectors.asker
        registry.registers[PEOPLE.kind] = PEOPLE
        registry.subject(Subject(Person, _("Person"), "user", selectors.members_for, edit))
        registry.searches += [
            Search("people", _("People"), see, selectors.find_people, 60, rows=selectors.people_for),
            Search("units", _("Units"), see, selectors.find_units, 70, rows=selectors.units_for),
            Search("tags", _("Tags"), permissions.USE_TAGS, selectors.find_tags, 80, rows=selectors.tags_for),
        ]
        registry.menu += [
            MenuItem("bottom", _("Settings"), "settings", "organisation:settings", see, 90),
            MenuItem("settings", _("Organisation"), "building", "organisation:settings", see, 10),
            MenuItem("settings", _("People"), "users", "organisation:person-list", see, 20),
            MenuItem("settings", _("Units"), "sitemap", "organisation:unit-list", see, 30),
            MenuItem("settings", _("Access"), "lock-access", "organisation:access", see, 40),
            MenuItem("settings", _("Security"), "shield-lock", "organisation:security", permissions.SETTINGS, 45),
            MenuItem("settings", _("Tags"), "tag", "organisation:tag-list", permissions.USE_TAGS, 50),
        ]
        registry.actions += [
            Action(_("New person"), "user-plus", "organisation:person-create", edit, _("colleague employee")),
            Action(_("People"), "users", "organisation:person-list", see),
            Action(_("Units"), "sitemap", "organisation:unit-list", see, _("departments sites")),
            Action(
                _("Security"), "shield-lock", "organisation:security", permissions.SETTINGS, _("second factor sessions")
            ),
            Action(_("Who may do what"), "lock-access", "organisation:access", see, _("roles permissions access")),
        ]

    def _recurring(self) -> None:
        from datetime import timedelta

        from holger.core.registry import Recurring, registry
        from holger.organisation import jobs

        title = _("Notice who starts and who has left")
        registry.recurring.append(Recurring("organisation.comings", title, timedelta(hours=1), jobs.comings))

    def _populations(self) -> None:
        """What samples are drawn of, and what is done for each of."""
        from holger.core.registry import Population, registry
        from holger.organisation import permissions, selectors
        from holger.organisation.filters import PersonFilter
        from holger.ui.populations import rows_as_listed

        searched = ("name", "email", "initials", "job_title", "reference")
        rows = rows_as_listed(PersonFilter, selectors.people_here, searched)
        registry.populations["people"] = Population("people", _("People"), permissions.VIEW_PEOPLE, rows, PersonFilter)
