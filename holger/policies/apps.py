from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "holger.policies"
    label = "policies"

    def ready(self) -> None:
        self._text()
        self._around()
        self._reading()

    def _text(self) -> None:
        """Policies, their versions, and the way from a draft into force."""
        from holger.core import walls
        from holger.core.registry import Action, Check, MenuItem, Recurring, Subject, registry
        from holger.policies import checks, jobs, permissions, selectors
        from holger.policies.duties import text as duties
        from holger.policies.models import Policy, PolicyText, PolicyVersion, Verdict

        settled = ("approved", "in_force", "superseded", "withdrawn")
        kept = (
            "policy_id",
            "major",
            "minor",
            "change",
            "content",
            "digest",
            "effective_from",
            "approved_at",
            "approved_by",
        )
        walls.SETTLED["policies_policyversion"] = walls.Settled("status", settled, kept)
        text = ("version_id", "language", "title", "for_you", "body", "behind_since")
        walls.SETTLED["policies_policytext"] = walls.Settled("state", (PolicyText.State.SETTLED.value,), text)
        registry.subject(
            Subject(
                Policy,
                Policy._meta.verbose_name or "",
                "file-text",
                selectors.policies_for,
                permissions.WRITE,
                parts=(PolicyVersion,),
                words={"verdict": dict(Verdict.choices)},
            )
        )
        see, write, listed = permissions.VIEW, permissions.WRITE, "policies:policy-list"
        registry.menu += [
            MenuItem("people", _("Policies"), "file-text", listed, see, 10),
            MenuItem("settings", _("Approval"), "writing-sign", "policies:approvers", permissions.SETTINGS, 55),
        ]
        registry.actions += [
            Action(_("Policies"), "file-text", listed, see, _("rules procedures guidelines documents")),
            Action(_("New policy"), "plus", "policies:policy-create", write, _("procedure guideline document write")),
            Action(_("Ready policies"), "wand", "policies:ready", write, _("template library draft propose")),
        ]
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.checks.append(Check("policies", checks.verify, verify=True))
        registry.recurring.append(
            Recurring("policies in force", _("Policies whose day has come"), timedelta(hours=1), jobs.in_force)
        )

    def _around(self) -> None:
        """Ready policies, what a policy is tied to, exceptions, papers, files in and out."""
        from holger.core import walls
        from holger.core.registry import Action, Card, Hanging, Panel, Recurring, Search, Step, Subject, registry
        from holger.policies import jobs, permissions, selectors
        from holger.policies.duties import exceptions as duties
        from holger.policies.models import Policy, PolicyException, PolicyLink
        from holger.policies.panels import around as panels
        from holger.policies.panels import overview
        from holger.policies.register import EXCEPTIONS, POLICIES

        registry.registers |= {POLICIES.kind: POLICIES, EXCEPTIONS.kind: EXCEPTIONS}
        registry.cards.append(
            Card("policies", "policies/_policies_card.html", permissions.VIEW, overview.card, 33, "side")
        )
        registry.steps.append(
            Step(
                "people",
                _("Bring people along"),
                _("A policy that nobody has read protects nothing. Let people confirm what applies to them."),
                6,
                permissions.VIEW,
                overview.progress,
            )
        )
        see = permissions.VIEW
        decided = ("approved", "declined", "withdrawn", "ended")
        kept = ("policy_id", "title", "why", "measure", "starts", "ends", "answer", "decided_by", "decided_at")
        walls.SETTLED["policies_policyexception"] = walls.Settled("status", decided, kept)
        registry.subject(
            Subject(
                PolicyException,
                PolicyException._meta.verbose_name or "",
                "file-alert",
                selectors.exceptions_for,
                permissions.EXCEPT,
            )
        )
        registry.searches.append(
            Search(
                "policy-exceptions",
                PolicyException._meta.verbose_name_plural or "",
                see,
                selectors.search_exceptions,
                52,
                rows=selectors.exceptions_pickable,
            )
        )
        registry.searches.append(
            Search("policies", _("Policies"), see, selectors.search_policies, 44, rows=selectors.policies_pickable)
        )
        policy, exception = Policy._meta.label_lower, PolicyException._meta.verbose_name_plural or ""
        registry.hanging.append(Hanging(PolicyLink, "subject_id"))
        registry.panels += [
            Panel(policy, "links", _("What it answers"), "policies/_links_panel.html", see, panels.links_panel, 20),
            Panel(policy, "exceptions", exception, "policies/_exceptions_panel.html", see, panels.exceptions_panel, 30),
            Panel("risks.risk", "exceptions", exception, "policies/_exceptions_panel.html", see, panels.risk_panel, 60),
            *(
                Panel(kind, "policies", _("Policies"), "policies/_about_panel.html", see, panels.about_panel, order=30)
                for kind in panels.KINDS
            ),
        ]
        registry.actions += [
            Action(exception, "file-alert", "policies:exception-list", see, _("policies exceptions waiver leave")),
            Action(_("Ask for an exception"), "plus", "policies:exception-ask", permissions.EXCEPT, _("policy waiver")),
            Action(_("Policies from files"), "upload", "policies:files", permissions.IMPORT, _("import Word Markdown")),
            Action(_("Handbook"), "file-export", "policies:handbook", see, _("all policies PDF Word print")),
        ]
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.recurring.append(
            Recurring("policies.exceptions", _("End exceptions from policies"), timedelta(hours=1), jobs.exceptions)
        )

    def _reading(self) -> None:
        """Who must read, who has confirmed, and what follows."""
        from datetime import timedelta

        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import pgettext_lazy

        from holger.core.registry import Action, Card, MenuItem, Recurring, Search, Subject, registry
        from holger.organisation import signals as people
        from holger.policies import jobs, permissions, signals
        from holger.policies.duties import reading as duties
        from holger.policies.models import Campaign, Whom, walls
        from holger.policies.panels import reading as panels
        from holger.policies.receivers import reading as receivers
        from holger.policies.selectors import campaigns as selectors

        walls.register()
        see, ask, icon = permissions.VIEW, permissions.ASK, selectors.ICON
        title, listed = pgettext_lazy("policies", "Campaigns"), "policies:campaign-list"
        one = pgettext_lazy("policies", "Campaign")
        registry.subject(Subject(Campaign, one, icon, selectors.campaigns_for, ask, words={"whom": dict(Whom.choices)}))
        registry.menu.append(MenuItem("people", _("Read and confirmed"), icon, listed, see, 20, badge=panels.badge))
        registry.searches.append(
            Search("campaigns", title, see, selectors.find_campaigns, 46, rows=selectors.campaigns_for)
        )
        registry.cards.append(Card("readings", "policies/_reading_card.html", see, panels.card, 34))
        registry.actions += [
            Action(title, icon, listed, see, _("read confirm acknowledge missing")),
            Action(_("New campaign"), "plus", "policies:campaign-create", ask, _("read confirm acknowledge ask")),
            Action(
                _("Who has confirmed what"), "columns-3", "policies:reading-matrix", see, _("matrix people policies")
            ),
        ]
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.recurring += [
            Recurring("policies.reading", _("Ask newcomers to read what applies"), timedelta(days=1), jobs.reading),
            Recurring("policies.campaigns", _("Begin campaigns, and remind"), timedelta(hours=1), jobs.campaigns),
        ]
        signals.version_in_force.connect(receivers.in_force_now)
        signals.policy_put_away.connect(receivers.put_away)
        signals.audience_changed.connect(receivers.audience_changed)
        signals.campaign_started.connect(receivers.begun)
        people.person_started.connect(receivers.started)
        people.person_ended.connect(receivers.ended)
        people.person_forgotten.connect(receivers.forgotten)
