"""Questionnaires: their pages, what was sent, the portal, and what reminds suppliers."""


def enter() -> None:
    _keep()
    _subjects()
    _ways_in()
    _elsewhere()


def _keep() -> None:
    """What was published and what was handed in stand for good."""
    from holger.core import walls
    from holger.suppliers.models import questionnaires, sendings

    walls.SETTLED["suppliers_questionnaireversion"] = walls.Settled("state", ("published",), questionnaires.KEPT)
    walls.SETTLED["suppliers_answer"] = walls.Settled("state", (sendings.Answer.HANDED_IN,), sendings.ANSWER_KEPT)


def _subjects() -> None:
    from django.utils.translation import gettext_lazy as _

    from holger.core.registry import Subject, registry
    from holger.suppliers import permissions
    from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion
    from holger.suppliers.models.sendings import Answer, AnswerFinding, Sending
    from holger.suppliers.selectors import portal  # noqa: F401  (the doors)
    from holger.suppliers.selectors import questionnaires as selectors

    edit, judge = permissions.QUESTIONNAIRE_EDIT, permissions.QUESTIONNAIRE_JUDGE
    asked = selectors.questionnaires_for
    registry.subject(
        Subject(Questionnaire, _("Questionnaire"), selectors.ICON, asked, edit, parts=(QuestionnaireVersion,))
    )
    sent = selectors.sendings_for
    registry.subject(
        Subject(Sending, _("Sent questionnaire"), selectors.SENT_ICON, sent, judge, parts=(Answer, AnswerFinding))
    )


def _ways_in() -> None:
    from datetime import timedelta

    from django.utils.translation import gettext_lazy as _

    from holger.core.registry import Action, MenuItem, Recurring, Search, registry
    from holger.suppliers import permissions
    from holger.suppliers.duties import questionnaires as duties
    from holger.suppliers.jobs import questionnaires as jobs
    from holger.suppliers.register.answers import ANSWERS
    from holger.suppliers.register.questionnaires import QUESTIONNAIRES
    from holger.suppliers.selectors import questionnaires as selectors

    see, send, icon = permissions.QUESTIONNAIRE_VIEW, permissions.QUESTIONNAIRE_SEND, selectors.ICON
    waiting = selectors.to_read
    registry.menu.append(
        MenuItem("suppliers", _("Questionnaires"), icon, "suppliers:questionnaire-list", see, 40, badge=waiting)
    )
    registry.searches += [
        Search(
            "questionnaires", _("Questionnaires"), see, selectors.search_questionnaires, 64, rows=selectors.pickable
        ),
        Search("sendings", _("Sent questionnaires"), see, selectors.search, 65, rows=selectors.sendings_for),
    ]
    registry.actions += [
        Action(_("Questionnaires"), icon, "suppliers:questionnaire-list", see, _("supplier survey assessment")),
        Action(_("Sent questionnaires"), selectors.SENT_ICON, "suppliers:sending-list", see, _("supplier answers")),
        Action(_("Send a questionnaire"), "send", "suppliers:sending-create", send, _("supplier survey ask")),
    ]
    for register in (QUESTIONNAIRES, ANSWERS):
        registry.registers[register.kind] = register
    registry.duties += duties.SOURCES
    registry.holdings += duties.HOLDINGS
    registry.recurring.append(
        Recurring("remind_suppliers", _("Reminders to suppliers"), timedelta(hours=6), jobs.remind)
    )


def _elsewhere() -> None:
    from django.utils.translation import gettext_lazy as _

    from holger.core.registry import Card, Panel, registry
    from holger.suppliers import permissions
    from holger.suppliers.models import Supplier
    from holger.suppliers.panels import questionnaires as panels

    see = permissions.QUESTIONNAIRE_VIEW
    registry.panels.append(
        Panel(
            Supplier._meta.label_lower,
            "questionnaires",
            _("Questionnaires"),
            "suppliers/questionnaires/_supplier_panel.html",
            see,
            panels.of_supplier,
            order=45,
        )
    )
    registry.cards.append(
        Card("questionnaires", "suppliers/questionnaires/_card.html", see, panels.card, order=58, place="side")
    )
