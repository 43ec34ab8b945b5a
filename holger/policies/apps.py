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
            MenuItem("operation", _("Policies"), "file-text", listed, see, 40),
            MenuItem("settings", _("Approval"), "writing-sign", "policies:approvers", permissions.SETTINGS, 55),
        ]
        registry.actions += [
            Action(_("Policies"), "file-text", listed, see, _("rules procedures guidelines documents")),
            Action(_("New policy"), "plus", "policies:policy-create", write, _("procedure guideline document write")),
        ]
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.checks.append(Check("policies", checks.verify, verify=True))
        registry.recurring.append(
            Recurring("policies in force", _("Policies whose day has come"), timedelta(hours=1), jobs.in_force)
        )

    def _around(self) -> None:
        """Ready policies, what a policy is tied to, exceptions, papers, files in and out."""

    def _reading(self) -> None:
        """Who must read, who has confirmed, and what follows."""
