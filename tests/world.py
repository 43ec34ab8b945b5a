"""A little of everything at Kronborg, owned by nobody in particular, so that every address can be visited."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from holger.api import services as api
from holger.assets import services as assets
from holger.assets.models import Asset
from holger.audience.services import Chosen
from holger.comments import services as comments
from holger.controls import services as controls
from holger.controls.models import GapRound, Statement
from holger.core import dates
from holger.core.actor import Actor
from holger.evidence import services as evidence
from holger.evidence.models import EarlierFile, Evidence
from holger.exchange import services as exchange
from holger.exchange.models import Report
from holger.exchange.papers.paper import Paper
from holger.frameworks import library
from holger.frameworks import services as frameworks
from holger.frameworks.models import Framework, Mapping, Requirement, Scope
from holger.frameworks.rules.writing import write
from holger.history import services as history
from holger.incidents import services as incidents
from holger.incidents.models import Affected, Correction, Custody, Entry, Incident, Member, Relation, Step, Touch
from holger.incidents.models.law import Agreement
from holger.incidents.models.notices import SentNotice
from holger.incidents.services import case_settings_set, incident_report, law, moments, notices
from holger.incidents.tests.factories import make_incident
from holger.jobs import services as jobs
from holger.jobs.tests import kit
from holger.organisation import services as organisation
from holger.organisation.models import Unit
from holger.policies import services as policies
from holger.policies.models import Campaign, Policy, PolicyException, PolicyLink, Reading, Remark, Review
from holger.policies.rules.content import Said
from holger.policies.services.asking import readings_settle_all
from holger.policies.services.campaigns import campaign_create
from holger.policies.services.passages import passages_mend
from holger.policies.tests.factories import make_policy
from holger.privacy import services as privacy
from holger.privacy.models import Activity, ActivityTransfer, Dpia, Inquiry, RetentionRule, SubjectRequest
from holger.privacy.tests.factories import make_dpia, make_retention
from holger.risks import services as risks
from holger.risks.models import Threat
from holger.scim import services as scim
from holger.scim.rules.groups import GroupTold
from holger.sso import services as sso
from holger.suppliers import services as suppliers
from holger.suppliers.models import Amendment, Contract, Finding, Supervision, Supplier
from holger.suppliers.rules.own_points import Corrections
from holger.suppliers.tests.factories import make_guest, make_sending, make_short
from holger.tasks import services as tasks
from holger.training import services as training
from holger.training.models import Course, Enrolment, Session
from holger.training.tests.factories import make_course, take
from tests.cast import Cast, actor_of, make_person

RULE = "AC-2(1)"
GONE, GROUP = "9", "least"
RULE_OF_LAW = {"key": "gdpr-33", "valid_from": "2018-05-25"}
OF_INCIDENT = {
    "question": "significant",
    "point": "aware",
    "clock": "nis2-recipients",
    "sheet": "gdpr-33",
    "letter": "people",
    "step": "contain",
    "part": "severity",
}
EVERY_WEEK = {"rule": "FREQ=WEEKLY", "starts": date(2024, 1, 1)}
TEXT = b"What was looked at, and what was found.\n"


@dataclass
class World:
    """``samples``: what an address' parts may be, by "<room>:<first words of the page's name>" and the part's name."""

    samples: dict[str, dict[str, Any]] = field(default_factory=dict)

    def fill(self, pattern: str, name: str, slug: str) -> str:
        """The address of a page with something real in each of its parts."""
        return filled(pattern, {"organisation": slug} | self.parts(name))

    def parts(self, name: str) -> dict[str, Any]:
        """What the parts of the page's address may be."""
        known: dict[str, Any] = {}
        for prefix in sorted(self.samples, key=len):
            if name.startswith(prefix):
                known |= self.samples[prefix]
        return known

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is done inside is taken back."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def filled(pattern: str, parts: dict[str, Any]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(parts[part[1]]), pattern)


def _make_frameworks(actor: Actor, unit: Unit) -> tuple[Framework, Framework, Mapping]:
    """Rules of their own, which hold in a unit too and say something about a law, of which the library has a newer edition."""
    rules = frameworks.framework_create(actor=actor, title_en="House rules")
    guide = {"asks": {"en": "Lock the doors."}, "facts": {"chapter": ["7"]}}
    rule = frameworks.requirement_add(actor=actor, framework=rules, code=RULE, title_en="Doors are locked", **guide)
    frameworks.scope_add(actor=actor, framework=rules, unit=unit)
    frameworks.group_add(actor=actor, framework=rules, key=GROUP, title={"en": "The least"})
    gone = frameworks.requirement_add(actor=actor, framework=rules, code=GONE, title_en="Keys are counted")
    frameworks.requirement_remove(actor=actor, requirement=gone)
    law = frameworks.framework_adopt(actor=actor, key="nis2")
    Framework.objects.filter(pk=law.pk).update(edition=0)
    article = Requirement.objects.get(framework=law, code="21(2)(i)")
    return rules, law, frameworks.mapping_add(actor=actor, source=rule, target=article, relation="subset")


def _make_statements(cast: Cast, asked: Framework, drafted: Framework) -> Statement:
    """One that waits for Olga's approval, and a draft."""
    anna, scopes = actor_of(cast.anna), Scope.objects.select_related("framework", "unit")
    controls.statement_draft(actor=anna, scope=scopes.get(framework=drafted, number=1))
    statement = controls.statement_draft(actor=anna, scope=scopes.get(framework=asked))
    return controls.statement_request(actor=anna, statement=statement, approver=cast.olga, change_note="The first.")


PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def _make_policies(cast: Cast) -> tuple[Policy, Review, Remark, Evidence]:
    """One in force with a draft that Olga is asked to review, and has remarked on; another that waits for her approval."""
    anna, olga = actor_of(cast.anna), actor_of(cast.olga)
    said = {"en": Said("Clean desk", "Clean it.", "## Desk\n\nClean it."), "da": Said("Ryd op", "", "Ryd op.")}
    for_all = Chosen(everybody=True)
    first = policies.policy_create(actor=anna, language="en", texts=said, audience=for_all)
    sent = policies.approval_request(actor=anna, policy=first, approver=cast.olga)
    policies.policy_approve(actor=olga, policy=first, digest=sent.digest)
    policies.draft_begin(actor=anna, policy=first)
    review = policies.review_ask(actor=anna, policy=first, people=[cast.olga])[0]
    remark = policies.remark_add(actor=olga, policy=first, language="en", text="Which?", quote="## Desk")
    other = policies.policy_create(actor=anna, language="en", texts={"en": Said("Guests", "", "Greet them.")})
    policies.approval_request(actor=anna, policy=other, approver=cast.olga)
    policies.approvers_set(actor=anna, kind="form", roles=["owner"])
    file = SimpleUploadedFile("desk.png", PNG)
    return first, review, remark, evidence.evidence_add(actor=anna, subject=first, file=file, title="Desk")


def _except(cast: Cast, policy: Policy, asset: Asset) -> tuple[PolicyException, PolicyLink]:
    """An exception that waits for Olga's answer, and what the policy is linked to."""
    today, anna = dates.today(), actor_of(cast.anna)
    told = {"title": "The shop window", "why": "It is the shop.", "measure": "Nothing lies there at night."}
    days = {"starts": today, "ends": today + timedelta(days=60)}
    asked = policies.exception_ask(actor=anna, policy=policy, approver=cast.olga, **told, **days)
    return asked, policies.policy_links_add(actor=anna, policy=policy, about=[asset])[0]


def _ask_to_read(cast: Cast) -> tuple[Reading, Campaign]:
    """Something in force that everybody is to confirm, and a campaign that is planned."""
    policy = make_policy(cast.kronborg, "Keys and doors", confirm=True, danish=True)
    readings_settle_all(cast.kronborg.pk)
    passages_mend(cast.kronborg.pk)
    days = {"starts": dates.today() + timedelta(days=5), "deadline": dates.today() + timedelta(days=20)}
    plan = campaign_create(actor=actor_of(cast.anna), policies=[policy], title_en="Keys this autumn", **days)
    return Reading.objects.get(person=cast.anna, policy=policy), plan


def _hold_rounds(actor: Actor, framework: Framework) -> tuple[GapRound, GapRound]:
    """One that is closed, and one in which nothing is answered yet."""
    scope = framework.scopes.get(number=1)
    first = controls.gap_round_open(actor=actor, scope=scope, title="Gaps last year")
    controls.gap_round_close(actor=actor, gap_round=first, conclusion="Doors first.")
    return first, controls.gap_round_open(actor=actor, scope=scope, title="Gaps")


def _make_report(cast: Cast) -> Report:
    """Such as the worker makes of a long one."""
    anna, today = actor_of(cast.anna), dates.today()
    told = {"kind": "keys", "title": "Keys", "organisation": "Kronborg", "language": "en", "as_of": today}
    paper = Paper(**told, made_by="Anna", made_at=dates.now(), sections=[])
    return exchange.report_make(actor=anna, report=exchange.report_ask(actor=anna, paper=paper, form="xlsx"))


def _make_training(cast: Cast) -> tuple[Course, Enrolment, Enrolment, Session]:
    """A course that everybody was given, with one try: Anna passed, Olga failed; and a class to come."""
    anna = actor_of(cast.anna)
    course = make_course(anna, attempts=1)
    training.course_give(actor=anna, course=course)
    passed, failed = (Enrolment.objects.get(course=course, person=each) for each in (cast.anna, cast.olga))
    take(anna, passed)
    take(actor_of(cast.olga), failed, right=False)
    for row in (passed, failed):
        row.refresh_from_db()
    return course, passed, failed, training.session_create(actor=anna, course=course, on=dates.today())


def _make_deadlines(cast: Cast) -> tuple[Incident, SentNotice, Agreement]:
    """An incident whose clocks run and of which something was sent; a rule and a recipient of the organisation's own."""
    anna, incident = actor_of(cast.anna), make_incident(cast.kronborg, "Ransomware")
    before = dates.now() - timedelta(hours=2)
    moments.moment_tell(actor=anna, incident=incident, point="aware", at=before, basis="The alarm.")
    agreed = law.agreement_create(actor=anna, party="The shop", count=24, unit="hours")
    law.rule_copy(actor=anna, **RULE_OF_LAW)
    law.recipient_set(actor=anna, key="dk-energy", name="Energistyrelsen", country="DK", regimes=["nis2"])
    told = {"clock": "gdpr-33", "sheet": "gdpr-33", "language": "en", "recipient": "The authority"}
    return incident, notices.notice_record(actor=anna, incident=incident, at=dates.now(), **told), agreed


def _report(cast: Cast) -> Incident:
    """A report that waits, with a file, and how reports are taken in."""
    case_settings_set(actor=actor_of(cast.anna), telephone="4921 3310", intake=[cast.anna])
    shot = SimpleUploadedFile("screen.png", PNG)
    told = {"what": "A mail says that my password expires.", "category": "phishing"}
    return incident_report(actor=actor_of(cast.bo), files=[shot], **told)


@dataclass
class Work:
    """What is done about a case."""

    line: Entry
    member: Member
    affected: Affected
    step: Step
    link: Custody
    relation: Relation


def _work_on(cast: Cast, incident: Incident, asset: Any) -> Work:
    """A case with a line, a team, something that was hit, a checklist, evidence in hand and another case that it is tied to."""
    anna, other = actor_of(cast.anna), make_incident(cast.kronborg, "Phishing")
    told = {"actor": anna, "incident": incident}
    line = incidents.entry_add(kind="note", text="The server is off the network.", **told)
    return Work(
        line,
        incidents.member_add(person=cast.karen, part="dpo", telephone="+45 12 34 56 78", **told),
        incidents.affected_add(subject=asset, condition="down", **told),
        incidents.playbook_use(playbook="ransomware", **told)[0],
        incidents.custody_add(deed="collected", thing="Laptop", holder="Anna", **told),
        incidents.relation_add(other=other, **told),
    )


def _make_afterwards(cast: Cast, incident: Incident, risk: Any) -> tuple[Correction, Touch, Incident]:
    """What came after an incident: a corrective action, a risk that it touches on; and an exercise that Anna leads."""
    anna = actor_of(cast.anna)
    told = {"title": "Keep a copy offline", "owner": cast.anna, "due": dates.today() + timedelta(days=9)}
    correction = incidents.correction_add(actor=anna, incident=incident, **told)
    touch = incidents.touches_add(actor=anna, incident=incident, about=[risk])[0]
    incidents.likelihood_propose(actor=anna, touch=touch, likelihood=4, reason="It happened.")
    drill = incidents.drill_start(actor=anna, exercise="ransomware-friday", leader=cast.anna, team=[cast.bo])
    return correction, touch, drill


def _supervise(cast: Cast) -> tuple[Supervision, Finding]:
    """A processor that is assessed, and a supervision of it in which something was found."""
    anna = actor_of(cast.anna)
    processor = suppliers.supplier_create(actor=anna, title="Payroll house", processor=True)
    suppliers.points_set(actor=anna, corrections=Corrections(months={0: 24}), reason="Oftener.")
    suppliers.assessment_set(actor=anna, supplier=processor, people=400, special=1, protected=1, kinds=0)
    held = suppliers.supervision_plan(actor=anna, supplier=processor, planned_on=dates.today())
    return held, suppliers.finding_add(actor=anna, supervision=held, title="No test of the backup", due=dates.today())


def _around_supplier(cast: Cast, processor: Supplier) -> dict[str, dict[str, Any]]:
    """What belongs to a supplier, one that was its second spelling, and what it was called besides."""
    anna, here = actor_of(cast.anna), {"supplier": processor}
    other = suppliers.supplier_create(actor=anna, title="Payroll house A/S")
    suppliers.supplier_merge(actor=anna, supplier=other, into=processor, reason="Two spellings.")
    below = suppliers.supplier_create(actor=anna, title="Cloud house")
    parts = {
        "contact-": suppliers.contact_add(actor=anna, **here, name="Mia Berg", mail="mia@example.com"),
        "link-": suppliers.link_add(actor=anna, **here, sub=below, kind="sub_processor"),
        "transfer-": suppliers.transfer_add(actor=anna, **here, country="US"),
        "assurance-": suppliers.assurance_add(actor=anna, **here, title="ISAE 3000"),
    }
    return {
        **{f"suppliers:{name}": {"reference": processor.reference, "pk": row.pk} for name, row in parts.items()},
        "suppliers:supplier-unmerge": {"reference": other.reference},
    }


def _ask_suppliers(cast: Cast) -> dict[str, dict[str, Any]]:
    """A questionnaire with a draft, and one that was answered and in which something was found."""
    anna = actor_of(cast.anna)
    asked = make_short(anna)
    suppliers.draft_begin(actor=anna, questionnaire=asked)
    sending = make_sending(anna, questionnaire=asked)
    guest = make_guest(sending, mailed=False)
    suppliers.answers_save(
        guest=guest, said={"q1": suppliers.Said("no"), "q3": suppliers.Said("9"), "q4": suppliers.Said("M")}
    )
    suppliers.answers_submit(guest=guest, name="Mette", title="CISO")
    sending.refresh_from_db()
    finding = suppliers.answer_finding_raise(actor=anna, sending=sending, text="No backup")
    make_sending(anna, questionnaire=asked, email="mia@ferry.example")  # nobody has answered this one
    sent = {"reference": sending.reference}
    return {
        "suppliers:": {"reference": sending.supplier.reference, "step": "end"},
        **{f"suppliers:{name}": {"reference": asked.reference} for name in ("questionnaire-", "draft-")},
        "suppliers:section-": {"reference": asked.reference, "key": "s2"},
        "suppliers:question-": {"reference": asked.reference, "key": "q4"},
        "suppliers:piece-": {"reference": asked.reference, "key": "s2"},
        "suppliers:sending-": sent,
        "suppliers:answer-": {**sent, "key": "q1"},
        "suppliers:answer-finding-": {**sent, "pk": finding.pk},
        "suppliers:portal-link-": {**sent, "pk": sending.links.all()[0].pk},
    }


def _process(cast: Cast) -> ActivityTransfer:
    """A processing activity whose data goes abroad."""
    anna = actor_of(cast.anna)
    row = privacy.ready_take(actor=anna, keys=["payroll"], owner=cast.anna)[0]
    return privacy.transfer_add(actor=anna, activity=row, country="US", receiver="Cloud Inc.")


def _ask_about_data(cast: Cast, processing: Activity) -> tuple[SubjectRequest, Inquiry, SubjectRequest]:
    """Somebody asks what is known of them, with a place to search; another whose answer is decided."""
    told = {"actor": actor_of(cast.anna), "received": dates.today(), "rights": ["access"], "activities": [processing]}
    asked = privacy.request_create(title="What do you know?", asker_name="Ida", **told)
    place = privacy.inquiry_add(actor=actor_of(cast.anna), request=asked, name="The mailbox")
    decided = privacy.request_create(title="What else?", **told)
    return asked, place, privacy.request_decide(actor=actor_of(cast.anna), request=decided, outcome="met")


def _assess(cast: Cast, processing: Activity) -> tuple[Dpia, Dpia, RetentionRule]:
    """An assessment that is written, another that waits for a decision, and for how long data is kept."""
    anna = actor_of(cast.anna)
    privacy.screening_make(actor=anna, activity=processing, answers={"scale": "yes"}, needed=True)
    sent = privacy.dpia_send(actor=anna, dpia=make_dpia(processing, full=True))
    return make_dpia(processing), sent, make_retention(cast.kronborg, activity=processing)


def _contract(cast: Cast) -> tuple[Contract, Amendment]:
    """A contract in force with something changed in it since, a data processing agreement, and its fields of the register."""
    anna = actor_of(cast.anna)
    supplier = suppliers.supplier_create(actor=anna, title="Ferry line", processor=True)
    terms = {"starts": date(2026, 1, 1), "renewal": "renews", "ends": date(2026, 12, 31), "renews": 12, "notice": 1}
    made = suppliers.contract_create(actor=anna, title="Crossing", supplier=supplier, status="active", **terms)
    suppliers.agreement_set(actor=anna, contract=made, annex_a="present")
    suppliers.contract_settings_set(actor=anna, dora=True)
    suppliers.dora_set(actor=anna, contract=made, service="S01")
    return made, suppliers.amendment_add(actor=anna, contract=made, what="The price", holds_from=date(2026, 6, 1))


def make_world(cast: Cast) -> World:
    anna, olga = actor_of(cast.anna), actor_of(cast.olga)
    process = assets.asset_create(actor=anna, type="process", title="Order to delivery", own_c=2, own_i=3, own_a=4)
    asset = assets.asset_create(actor=anna, type="application", title="Business Central")
    dependency = assets.dependency_add(actor=anna, source=process, target=asset)
    information = assets.information_type_create(
        actor=anna, name="Orders", personal_data="none", classification="internal"
    )
    risks.library_install(actor=anna)
    threat = Threat.objects.filter(organisation=cast.kronborg).order_by("library_id")[0]
    risk = risks.risk_create(actor=anna, asset=asset, threat=threat)
    effect = risks.effect_add_new(actor=anna, risk=risk, title="Backup outside the house", likelihood=1)
    action = risks.action_add(actor=anna, risk=risk, title="Test the restore")
    held = risks.round_open(actor=anna, title="Autumn")
    rules, law, said = _make_frameworks(anna, cast.production)
    statement = _make_statements(cast, law, rules)
    earlier, gaps = _hold_rounds(anna, rules)
    brought = frameworks.draft_keep(actor=anna, files={"nis2.yaml": write(library.framework("nis2"))}, language="en")
    control = controls.control_create(actor=anna, title="Backup every night", assets=[asset], status="started")
    tied = controls.link_add(
        actor=anna, control=control, requirement=Requirement.objects.get(framework=rules, code=RULE)
    )
    item = controls.plan_item_create(actor=anna, title="Put locks on the doors", control=control)
    activity = tasks.activity_create(actor=anna, title="Try the keys", about=[asset], **EVERY_WEEK)
    task = tasks.task_create(actor=anna, title="Order new keys", due=dates.today(), subject=asset)
    feed, _secret = tasks.feed_create(actor=anna, name="Telephone")
    kept = tasks.template_set_create(actor=anna, title="The year of a house", activities=[activity])
    mine = tasks.task_create(actor=anna, title="Count the keys", due=dates.today(), owner=cast.anna)
    notice = tasks.nudge(actor=olga, person=cast.anna, key=f"tasks.task:{mine.reference}")
    chat = tasks.webhook_create(actor=anna, name="ISMS", form="slack", address="https://192.0.2.1/hook", kinds=["due"])
    method = risks.method_draft(actor=anna)
    proof = evidence.evidence_add(actor=anna, subject=asset, file=SimpleUploadedFile("test.txt", TEXT), title="Test")
    evidence.evidence_replace(actor=anna, evidence=proof, file=SimpleUploadedFile("test.txt", TEXT * 2))
    comment = comments.comment_add(actor=anna, subject=asset, text="Looked at it.")
    person = make_person(cast.kronborg, "Grete Hansen", signs_in=False)
    grant = organisation.role_give(actor=olga, person=person, role="employee")
    unit = organisation.unit_create(actor=anna, name="Finance")
    days = {"first": dates.today() + timedelta(days=30), "last": dates.today() + timedelta(days=40)}
    absence = tasks.absence_set(actor=anna, person=person, **days)
    holder = tasks.role_holder_set(actor=anna, role="it", person=person)
    tag = organisation.tag_create(actor=anna, name="Critical")
    view = organisation.view_save(actor=anna, list_name="assets", title="Mine", query="owner=me", shared=True)
    token, _secret = api.token_create(actor=anna, person=cast.anna, name="SIEM", scope={"*": "read"})
    provider = sso.provider_create(actor=olga, kind="oidc", name="Entra ID")
    mapping = sso.group_add(actor=olga, provider=provider, group="isms", role="auditor")
    linked = sso.identity_link(actor=anna, provider=provider, person=cast.anna, subject="anna-at-work")
    fed = scim.user_add(actor=anna, told={"user_name": "grete@directory", "display": "Grete", "external_id": "g-1"})
    group = scim.group_add(actor=anna, told=GroupTold("ISMS", "g-2", [("add", frozenset({fed.pk}))]))
    scim.feed_edit(actor=olga, newcomers_start=True, closed_have_left=True)
    tasks.move_list_edit(actor=anna, kind="joiner", lines=["Order a key"])
    organisation.person_edit(actor=anna, person=fed.person, starts_on=dates.today())
    group_role = scim.role_add(actor=olga, group=group, role="employee")
    program = organisation.service_account_create(actor=anna, name="Backup robot", responsible=person)
    program_role = organisation.role_give(actor=olga, person=program, role="employee")
    run = exchange.run_start(actor=anna, kind="assets", filename="systems.csv", content=b"Name\nWebshop\n")
    job = jobs.enqueue(actor=anna, job=kit.note, text="A word.")
    mail = jobs.mail_put(
        organisation_id=cast.kronborg.id, recipient="bo@kronborg.example", subject="Hello", body="Hello"
    )
    reading, campaign = _ask_to_read(cast)
    course, certificate, stuck, class_held = _make_training(cast)
    drawn = SimpleUploadedFile("drawn.png", b"\x89PNG\r\n\x1a\n a picture, as far as anybody looks")
    drawing = evidence.evidence_add(actor=anna, subject=course, file=drawn, title="Drawn")
    checkpoint = history.checkpoint_make(actor=anna)
    policy, review, remark, picture = _make_policies(cast)
    exception, answered = _except(cast, policy, asset)
    incident, sent, agreed = _make_deadlines(cast)
    reported = _report(cast)
    work = _work_on(cast, incident, asset)
    correction, touch, drill = _make_afterwards(cast, incident, risk)
    supervised, found = _supervise(cast)
    abroad = _process(cast)
    hand = privacy.hand_add(actor=anna, activity=abroad.activity, supplier=supervised.supplier, part="processor")
    risks.risk_edit(actor=anna, risk=risk, activities=[abroad.activity])
    asked, place, decided = _ask_about_data(cast, abroad.activity)
    written, to_decide, kept_for = _assess(cast, abroad.activity)
    contract, amendment = _contract(cast)
    waits = {"reference": Policy.objects.get(organisation=cast.kronborg, title_en="Guests").reference}
    subject = {"subject_type": asset.subject_type, "pk": asset.pk}
    return World(
        {
            "assets:": {"reference": asset.reference},
            "assets:process": {"reference": process.reference},
            "assets:dependency-": {"pk": dependency.pk, "reference": asset.reference},
            "assets:information": {"pk": information.pk},
            "risks:": {"reference": risk.reference},
            "risks:assess": {"reference": asset.reference},
            "risks:threat": {"reference": threat.reference},
            "risks:round": {"number": held.number},
            "risks:method": {"number": method.number},
            "risks:effect": {"pk": effect.pk},
            "risks:action": {"pk": action.pk},
            "controls:plan": {"reference": item.reference},
            "policies:": {"reference": policy.reference, "version": "1.0", "language": "en", "kind": "policy"},
            "policies:picture": {"evidence": picture.reference},
            "policies:ready": {"key": "acceptable-use"},
            "policies:link": {"pk": answered.pk},
            "policies:exception-": {"reference": exception.reference},
            "policies:review-call-off": {"pk": review.pk},
            "policies:remark-resolve": {"pk": remark.pk},
            **{f"policies:{step}": waits for step in ("approve", "decline", "approval-withdraw")},
            "tasks:activity": {"reference": activity.reference, "pk": activity.links.get().pk},
            "tasks:task": {"reference": task.reference},
            "tasks:feed": {"pk": feed.pk},
            "feed:": {"pk": group.pk},
            "feed:role-remove": {"pk": group_role.pk},
            "tasks:template": {"pk": kept.pk},
            **{f"tasks:{act}": {"reference": task.reference} for act in ("tick", "untick")},
            **{f"tasks:{page}": {"reference": person.reference} for page in ("team", "hand-over", "away")},
            "tasks:away-e": {"pk": absence.pk},
            "tasks:role": {"pk": holder.pk},
            "tasks:nudge": {"pk": person.pk},
            "tasks:notice": {"pk": notice.pk},
            "tasks:webhook": {"pk": chat.pk},
            "tasks:move": {"kind": "joiner"},
            "frameworks:": {"reference": rules.reference, "code": RULE, "number": 2, "key": "dora", "pk": said.pk},
            "frameworks:group": {"key": GROUP},
            "frameworks:requirement-restore": {"code": GONE},
            "frameworks:import": {"pk": brought.pk},
            "frameworks:sheet": {"form": "csv"},
            "frameworks:compare": {"other": law.reference},
            "frameworks:edition": {"reference": law.reference},
            "controls:": {"reference": control.reference, "pk": tied.pk},
            "controls:asset-remove": {"pk": asset.pk},
            "controls:answering": {"pk": tied.requirement_id},
            "controls:coverage": {"reference": rules.reference},
            "controls:statement": {"reference": law.reference, "number": 1, "version": statement.number},
            **{
                f"controls:statement-{step}": {"reference": rules.reference}
                for step in ("draft", "edit", "send", "discard")
            },
            "controls:gap-": {"reference": gaps.reference, "code": RULE, "other": earlier.reference},
            "policies:campaign": {"reference": campaign.reference},
            "policies:reading": {"reference": reading.policy.reference, "pk": reading.pk, "major": 1, "minor": 0},
            "policies:reading-person": {"reference": cast.anna.reference},
            "desk:": {"reference": reading.policy.reference, "pk": reading.pk, "evidence": proof.reference},
            "evidence:": {"reference": proof.reference, **subject},
            "evidence:earlier": {"pk": EarlierFile.objects.get(evidence=proof).pk},
            "comments:": {"pk": comment.pk},
            "comments:comment-add": subject,
            "history:": {"kind": "csv", "number": checkpoint.number, **subject},
            "organisation:person": {"reference": person.reference},
            "organisation:role": {"reference": person.reference, "pk": grant.pk},
            "organisation:unit": {"pk": unit.pk},
            "organisation:tag": {"pk": tag.pk},
            "organisation:view": {"pk": view.pk},
            "exchange:": {"kind": "assets", "run": run.pk, "report": _make_report(cast).pk},
            "api:": {"pk": token.pk},
            "jobs:job": {"pk": job.pk},
            "jobs:mail": {"pk": mail.pk},
            "sso:": {"pk": provider.pk, "group": mapping.pk, "kind": "oidc"},
            "sso:identity-unlink": {"pk": linked.pk},
            "api:account": {"reference": program.reference, "pk": program_role.pk},
            "training:": {"reference": course.reference, "key": "phishing", "evidence": drawing.reference},
            "training:page": {"pk": course.pages.all()[0].pk},
            "training:question": {"pk": course.questions.all()[0].pk},
            "training:enrolment": {"pk": stuck.pk},
            "training:attempts": {"pk": stuck.pk},
            "training:session": {"reference": class_held.reference},
            "training:learn": {"number": 1},
            "training:certificate": {"number": certificate.number},
            "privacy:": {"reference": abroad.activity.reference, "pk": abroad.pk, "screen": "whom", "key": "whole"},
            "privacy:hand-": {"pk": hand.pk},
            "risks:risk-link": {"reference": abroad.activity.reference},
            "privacy:request": {
                "reference": asked.reference,
                "pk": asked.steps.all()[0].pk,
                "act": "tick",
                "letter": "answer",
            },
            "privacy:dpia-": {"reference": written.reference, "section": "risks"},
            "privacy:dpia-create": {"reference": abroad.activity.reference},
            "privacy:dpia-step": {"reference": to_decide.reference, "step": "approve"},
            "privacy:retention-": {"reference": kept_for.reference},
            "privacy:request-place": {"pk": place.pk},
            **{f"privacy:request-{step}": {"reference": decided.reference} for step in ("close", "reopen")},
            "incidents:": {"reference": incident.reference, "pk": sent.pk, **OF_INCIDENT},
            **_ask_suppliers(cast),
            **_around_supplier(cast, supervised.supplier),
            "incidents:entry": {"pk": work.line.pk},
            "incidents:member": {"pk": work.member.pk},
            "incidents:affected": {"pk": work.affected.pk},
            "incidents:step": {"pk": work.step.pk, "act": "tick"},
            "incidents:custody": {"pk": work.link.pk},
            "incidents:relation": {"pk": work.relation.pk},
            "incidents:rule": RULE_OF_LAW,
            "incidents:recipient": {"key": "dk-energy"},
            "incidents:agreement": {"pk": agreed.pk},
            "incidents:triage-": {"reference": reported.reference},
            "incidents:correction-": {"pk": correction.pk},
            "incidents:touch-": {"pk": touch.pk},
            "incidents:exercise-start": {"key": "ransomware-friday"},
            "incidents:drill": {"reference": drill.reference, "number": 1},
            "suppliers:supervision": {"reference": supervised.reference, "step": "request"},
            "suppliers:objectives": {"reference": supervised.reference},
            "suppliers:finding": {"reference": supervised.reference, "pk": found.pk},
            "suppliers:assessment": {"reference": supervised.supplier.reference},
            "suppliers:contract": {"reference": contract.reference, "step": "end"},
            "suppliers:clauses": {"reference": contract.reference},
            "suppliers:amendment": {"reference": contract.reference, "pk": amendment.pk},
            "suppliers:agreement": {"reference": contract.reference},
            "suppliers:dora-edit": {"reference": contract.reference},
            "ui:": {"key": "people"},
            "ui:badge": {"line": "tasks:my-work"},
        }
    )


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)
