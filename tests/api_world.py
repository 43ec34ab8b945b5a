"""Something of every kind that the interface knows, made through the interface itself."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote

from holger.api.tests.programs import Program
from holger.api.v1.operation import OPERATIONS, Operation
from holger.controls.models import Statement
from holger.controls.selectors import approvers_for
from holger.frameworks.models import Framework
from holger.organisation.services import next_numbers
from holger.policies.models import How, Policy, Reading
from holger.policies.selectors import approvers_for as policy_approvers
from holger.policies.services.asking import readings_put
from holger.policies.tests.factories import make_policy
from holger.risks import services as risks
from holger.suppliers import services as suppliers
from holger.suppliers.models import Sending
from holger.suppliers.tests.factories import make_guest, make_short
from holger.tasks.services.telling import Draft, tell
from holger.training.models import Enrolment
from tests.cast import Cast, actor_of

KINDS = {
    "courses": {"title_en": "Course {n}"},
    "people": {"name": "Grete {n}", "email": "grete{n}@firm.example"},
    "service-accounts": {"name": "Robot {n}", "responsible": "grete"},
    "units": {"name": "Unit {n}"},
    "tags": {"name": "Tag {n}"},
    "information-types": {"name": "Payslips {n}"},
    "processes": {"title": "Payroll {n}", "own_a": 4, "tags": ["Tag 0"], "information_types": ["Payslips 0"]},
    "assets": {
        "title": "ERP {n}",
        "owner": "grete",
        "deputy": "grete",
        "unit": "Unit 0",
        "tags": ["Tag 0"],
        "information_types": ["Payslips 0"],
    },
    "threats": {"title_en": "Ghosts {n}"},
    "frameworks": {"title_en": "House rules {n}"},
    "controls": {"title": "Backup {n}", "owner": "grete", "assets": ["asset"]},
    "activities": {
        "title": "Try the keys {n}",
        "rule": "FREQ=WEEKLY",
        "starts": "2024-01-01",
        "owner": "grete",
        "about": ["assets/asset"],
    },
    "tasks": {"title": "Order keys {n}", "due": "2024-01-01", "owner": "grete", "about": "assets/asset"},
    "policies": {
        "title_en": "Clean desk {n}",
        "language": "en",
        "audience": {"everybody": True},
        "texts": {"en": {"title": "Clean desk {n}", "body": "## Desk"}},
    },
    "webhooks": {"name": "Chat {n}", "form": "slack", "address": "https://192.0.2.1/hook", "kinds": ["due"]},
    "risks": {"title": "Haunted {n}", "asset": "asset", "owner": "grete", "current": {"c": 3, "likelihood": 3}},
    "suppliers": {"title": "Payroll house {n}", "processor": True, "owner": "grete"},
    "processing-activities": {
        "title": "Haunting {n}",
        "owner": "grete",
        "unit": "Unit 0",
        "entity": "Unit 0",
        "systems": ["asset"],
        "purpose": "Haunt people",
        "special": ["religion"],
        "information_types": ["Payslips 0"],
    },
    "data-subject-requests": {
        "title": "Ghosts want their file {n}",
        "received": "2026-01-01",
        "rights": ["access"],
        "owner": "grete",
        "unit": "Unit 0",
    },
    "incidents": {
        "title": "Ghosts seen {n}",
        "owner": "grete",
        "unit": "Unit 0",
        "detected_at": "2026-01-01T10:00:00Z",
    },
}
"""Register → a body; ``grete``, ``asset`` and ``control`` stand for the first of theirs, {n} for the number."""

ELSEWHERE = {
    "frameworks_newer": "laws",
    "frameworks_update": "laws",
    "policies_version_content": "policies-in-force",
}
"""Operations that want another object than the first of their register: with a newer edition, or with something frozen."""


class World:
    """What is there in one organisation: ``names[kind]`` are the references or ids."""

    def __init__(self, program: Program):
        self.program = program
        self.names: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.names |= {kind: [] for kind in ("dependencies", "rounds", "evidence", "comments", "imports", "notices")}
        self.names |= {kind: [] for kind in ("absences", "role-holders")}
        self.names |= {
            kind: [] for kind in ("laws", "requirements", "mappings", "statements", "plan-items", "gap-rounds")
        }
        self.names |= {kind: [] for kind in ("policy-exceptions", "policies/links", "policies-in-force")}
        self.names |= {kind: [] for kind in ("campaigns", "readings", "my-readings")}
        self.names["methods"] = ["1"]

    def add(self, count: int = 1) -> "World":
        start = len(self.names["people"])
        for number in range(start, start + count):
            for kind, body in KINDS.items():
                made = self.post(f"/{kind}", self.filled(body, number))
                self.names[kind].append(made.get("reference") or made["id"])
            ends = {"source": self.names["processes"][number], "target": self.names["assets"][number]}
            self.names["dependencies"].append(self.post("/dependencies", ends)["id"])
            self._below_risk(self.names["risks"][number], self.names["controls"][number])
            self._in_framework(self.names["frameworks"][number], number)
            self._below_control(self.names["controls"][number], number)
            self._below_activity(self.names["activities"][number])
            self._in_plan(self.names["controls"][number], self.names["frameworks"][number], number)
            self._excepted(self.names["policies"][number], number)
            self._to_be_read(number)
            self._at_work(number)
            self._told(number)
            self._taught(self.names["courses"][number], self.names["people"][number])
            self._supervised(number)
            self._contracted(number)
            self._around_supplier(self.names["suppliers"][number], number)
            self._questioned(number)
            self._assessed(self.names["processing-activities"][number], number)
            self._around(f"assets/{self.names['assets'][number]}")
            self._abroad(self.names["processing-activities"][number], self.names["suppliers"][number])
        if not self.names["rounds"]:
            self.names["rounds"].append(self.post("/rounds", {"title": "Autumn"})["reference"])
            self.names["imports"].append(self.program.upload("/imports/assets", {}).json()["id"])
            self.names["feeds"] = [self.post("/feeds", {"name": "Telephone"})["id"]]
        return self

    def _supervised(self, number: int) -> None:
        """A processor that is assessed, a supervision of it, and something that was found."""
        supplier = self.names["suppliers"][number]
        for kind, body in (
            ("processor-assessments", {"supplier": supplier, "people": 5, "special": 0, "protected": 1, "kinds": 0}),
            ("supervisions", {"supplier": supplier, "planned_on": "2026-01-01"}),
            ("supervision-findings", {"title": f"Log {number}", "due": "2026-01-01"}),
        ):
            if kind == "supervision-findings":
                body["supervision"] = self.names["supervisions"][-1]
            made = self.post(f"/{kind}", body)
            self.names.setdefault(kind, []).append(made.get("reference") or made["id"])

    def _abroad(self, processing: str, supplier: str) -> None:
        """Its data goes to a country outside the EU/EEA, and a supplier gets it."""
        told = self.post(f"/processing-activities/{processing}/suppliers", {"supplier": supplier, "part": "recipient"})
        self.names.setdefault("processing-activities/suppliers", []).append(told["id"])
        made = self.post(f"/processing-activities/{processing}/transfers", {"country": "US"})
        self.names.setdefault("processing-activities/transfers", []).append(made["id"])

    def _around_supplier(self, supplier: str, number: int) -> None:
        """Somebody there, who delivers to it, where it sends data, and what an auditor says."""
        below = self.post("/suppliers", {"title": f"Cloud house {number}"})["reference"]
        for name, body in (
            ("contacts", {"name": f"Mia {number}", "mail": "mia@firm.example"}),
            ("sub-suppliers", {"sub": below, "kind": "sub_processor"}),
            ("transfers", {"country": "US"}),
            ("assurances", {"title": f"ISAE 3000, {number}"}),
        ):
            made = self.post(f"/suppliers/{supplier}/{name}", body)["id"]
            self.names.setdefault(f"suppliers/{name}", []).append(made)

    def _questioned(self, number: int) -> None:
        """A questionnaire that was sent and answered, and a finding that waits for a reply."""
        anna = actor_of(self.program.token.person)
        asked = make_short(anna).reference
        supplier, mail = self.names["suppliers"][number], f"mette{number}@{anna.organisation_id}.example"
        body = {"supplier": supplier, "questionnaire": asked, "contact": "Mette", "email": mail, "due": "2027-01-01"}
        sent = self.post("/sent-questionnaires", body)["reference"]
        guest = make_guest(Sending.objects.get(organisation_id=anna.organisation_id, reference=sent))
        said = {"q1": suppliers.Said("no"), "q3": suppliers.Said("9"), "q4": suppliers.Said("Mette")}
        suppliers.answers_save(guest=guest, said=said)
        suppliers.answers_submit(guest=guest, name="Mette", title="CISO")
        other = self.post("/suppliers", {"title": f"Ferry line {number}"})["reference"]
        self.post("/sent-questionnaires", body | {"supplier": other})  # nobody has answered this one
        found = self.post(f"/sent-questionnaires/{sent}/findings", {"text": "No backup", "question": "q1"})["id"]
        link = self.program.get(f"/sent-questionnaires/{sent}/links").json()["items"][0]["id"]
        for kind, name in (
            ("questionnaires", asked),
            ("sent-questionnaires", sent),
            ("sent-questionnaires/findings", found),
            ("sent-questionnaires/links", link),
        ):
            self.names.setdefault(kind, []).append(name)

    def _assessed(self, processing: str, number: int) -> None:
        """An activity that is screened, an impact assessment of it, and for how long its data is kept."""
        told = {"answers": {}, "needed": True}
        self.post(f"/processing-activities/{processing}/screenings", told)
        for kind, body in (
            ("impact-assessments", {"title": f"Haunting {number}", "activity": processing}),
            (
                "retention-rules",
                {"title": f"Payslips {number}", "information_type": "Payslips 0", "count": 5, "basis": "Law"},
            ),
        ):
            made = self.post(f"/{kind}", body)["reference"]
            self.names.setdefault(kind, []).append(made)

    def _contracted(self, number: int) -> None:
        """A contract, and something that was changed in it since."""
        supplier = self.names["suppliers"][number]
        body = {"title": f"Crossing {number}", "supplier": supplier, "starts": "2026-01-01"}
        made = self.post("/contracts", body)["reference"]
        told = {"what": "The price", "holds_from": "2026-01-01"}
        changed = self.program.post(f"/contracts/{made}/amendments", told).json()
        suppliers.contract_settings_set(actor=actor_of(self.program.token.person), dora=True)
        for part, said in (("agreement", {"supervision_note": "Yearly"}), ("register", {"function_name": "Crossing"})):
            assert self.program.call("PATCH", f"/contracts/{made}/{part}", said).status_code == 200, part
        self.names.setdefault("contracts", []).append(made)
        self.names.setdefault("contracts/amendments", []).append(changed["items"][0]["id"])

    def _below_risk(self, risk: str, control: str) -> None:
        for name, body in (
            ("controls", {"control": control, "likelihood": 1}),
            ("actions", {"title": "Buy", "owner": self.names["people"][0]}),
        ):
            self.names.setdefault(f"risks/{name}", []).append(self.post(f"/risks/{risk}/{name}", body)["id"])

    def _below_control(self, control: str, number: int) -> None:
        """One requirement that it answers, one that it contributes to."""
        framework = self.names["frameworks"][number]
        self.post(f"/frameworks/{framework}/requirements", {"code": f"B-{number}", "title_en": "Copies"})
        said = {"requirement": f"{framework}/B-{number}", "strength": "part"}
        self.names.setdefault("links", []).append(self.post(f"/controls/{control}/requirements", said)["id"])

    def _below_activity(self, activity: str) -> None:
        about = self.program.get(f"/activities/{activity}").json()["about"]
        self.names.setdefault("activities/about", []).append(about[0]["id"])

    def _in_framework(self, framework: str, number: int) -> None:
        """A requirement that holds in a unit too, and says something about a law that the library has a newer edition of."""
        if not self.names["laws"]:
            law = self.post("/frameworks/library/cis-8.1", None)["reference"]
            Framework.objects.filter(reference=law, organisation__slug=self.program.base.split("/")[-1]).update(
                edition=0
            )
            self.names["laws"].append(law)
        code = f"AC-2(2)/{number}"
        self.post(
            f"/frameworks/{framework}/requirements", {"code": code, "title_en": "Doors", "asks": {"en": "Locks."}}
        )
        self.names["requirements"].append(code)
        self.post(f"/frameworks/{framework}/scopes", {"unit": self.names["units"][number]})
        said = {"requirement": f"{self.names['laws'][0]}/6.3", "relation": "subset"}
        path = f"/frameworks/{framework}/requirements/{quote(code, safe='')}/mappings"
        self.names["mappings"].append(self.post(path, said)["id"])
        for scope, names in ((1, "gap-rounds"), (2, "gap-rounds-elsewhere")):
            body = {"title": f"Gaps {number}", "framework": framework, "scope": scope}
            self.names.setdefault(names, []).append(self.post("/gap-rounds", body)["reference"])

        self._stated(framework)

    def _stated(self, framework: str) -> None:
        """A statement that waits for the approval of somebody else, where there is somebody else."""
        made = self.post("/statements", {"framework": framework})["reference"]
        token = self.program.token
        rows = Statement.objects.select_related("scope__framework").filter(organisation_id=token.organisation_id)
        me = actor_of(token.person)
        able = approvers_for(me, rows.get(reference=made).scope)
        approver = able.exclude(pk=me.person_id).first() or able.get()
        answer = self.program.post(f"/statements/{made}/request", {"approver": approver.reference})
        assert answer.status_code == 200, answer.content
        self.names["statements"].append(made)

    def _excepted(self, policy: str, number: int) -> None:
        """An exception that waits for somebody else's answer, where there is somebody else, and something linked."""
        token = self.program.token
        me = actor_of(token.person)
        row = Policy.objects.get(organisation_id=token.organisation_id, reference=policy)
        able = policy_approvers(me, row)
        approver = able.exclude(pk=me.person_id).first() or able.get()
        told = {
            "policy": policy,
            "approver": approver.reference,
            "title": f"Hall {number}",
            "why": "Old",
            "measure": "Cut off",
        }
        days = {"starts": "2027-01-01", "ends": "2027-07-01"}
        self.names["policy-exceptions"].append(self.post("/policy-exceptions", told | days)["reference"])
        answer = self.program.post(f"/policies/{policy}/links", {"assets": self.names["assets"][:1]})
        assert answer.status_code == 200, answer.content
        self.names["policies/links"].append(answer.json()["items"][0]["id"])

    def _to_be_read(self, number: int) -> None:
        """A policy in force that the token's person is to confirm, and a campaign that is planned for it."""
        token = self.program.token
        policy = make_policy(token.organisation, f"Keys {number}", confirm=True)
        self.names["policies-in-force"].append(policy.reference)
        self.names["my-readings"].append(policy.reference)
        readings_put(policy.versions.get(), [token.person_id], how=How.OWN, due=date(2027, 2, 1))
        self.names["readings"].append(str(Reading.objects.filter(policy=policy).order_by("pk")[0].pk))
        days = {"starts": "2027-01-01", "deadline": "2027-02-01"}
        plan = self.post("/campaigns", {"policies": [policy.reference], "title_en": f"Keys {number}", **days})
        self.names["campaigns"].append(plan["reference"])

    def _in_plan(self, control: str, framework: str, number: int) -> None:
        """Work that puts a control in place, closes a requirement and waits for other work."""
        planned = {"control": control, "requirements": [f"{framework}/{self.names['requirements'][number]}"]}
        planned |= {"title": f"Buy locks {number}", "owner": self.names["people"][0], "due": "2027-01-01"}
        before = self.post("/plan-items", {"title": f"Choose locks {number}"})
        made = self.post("/plan-items", {**planned, "depends_on": [before["reference"]]})
        self.names["plan-items"].append(made["reference"])

    def _at_work(self, number: int) -> None:
        """Somebody who is away, and holds a role in a unit."""
        person = self.names["people"][number]
        days = {"first": "2027-07-01", "last": "2027-07-14"}
        self.names["absences"].append(self.post("/absences", {"person": person, **days})["id"])
        held = {"role": "it", "unit": self.names["units"][number], "person": person}
        self.names["role-holders"].append(self.post("/role-holders", held)["id"])

    def _told(self, number: int) -> None:
        """Something that whoever holds the token is told."""
        person = self.program.token.person
        draft = Draft(person.pk, "given", "", f"given:{number}", f"Order keys {number}", "tasks/O-1/", who="Somebody")
        self.names["notices"] += [str(notice.pk) for notice in tell(person.organisation_id, [draft])]

    def _taught(self, course: str, person: str) -> None:
        """A course with a page and a question that somebody was given, and a class of it."""
        options = [{"en": "Wait", "right": True}, {"en": "Click"}]
        for name, body in (
            ("pages", {"title_en": "Stop"}),
            ("questions", {"text_en": "What do you do?", "options": options}),
        ):
            made = self.post(f"/courses/{course}/{name}", body)["id"]
            self.names.setdefault(f"courses/{name}", []).append(made)
        assert self.program.post(f"/courses/{course}/publish").status_code == 200
        held = self.post(f"/courses/{course}/classes", {"on": "2024-01-01", "people": [person]})["reference"]
        self.names.setdefault("classes", []).append(held)
        assert self.program.post(f"/courses/{course}/give", {"people": [person]}).status_code == 200
        rows = Enrolment.objects.filter(organisation_id=self.program.token.organisation_id)
        given = rows.get(course__reference=course)
        self.names.setdefault("enrolments", []).append(str(given.pk))

    def _around(self, about: str) -> None:
        answer = self.program.upload("/evidence", {"about": about}, about.encode(), "proof.txt")
        assert answer.status_code == 201, answer.content
        self.names["evidence"].append(answer.json()["reference"])
        self.names["comments"].append(self.post(f"/{about}/comments", {"text": "Hello"})["id"])

    def post(self, path: str, body: Any) -> Any:
        answer = self.program.post(path, body)
        assert answer.status_code == 201, (path, answer.content)
        return answer.json()

    def filled(self, body: dict[str, Any], number: int) -> dict[str, Any]:
        named = {"grete": "people", "asset": "assets", "framework": "frameworks", "control": "controls"}
        named |= {"activity": "activities", "policy": "policies", "course": "courses"}
        named |= {"supplier": "suppliers", "supervision": "supervisions"}
        named |= {"questionnaire": "questionnaires", "processing": "processing-activities"}
        first = {word: self.names.get(kind, [])[:1] for word, kind in named.items()}
        return {key: self._value(value, number, first) for key, value in body.items()}

    def _value(self, value: Any, number: int, first: dict[str, list[str]]) -> Any:
        if isinstance(value, list):
            return [self._value(each, number, first) for each in value]
        if isinstance(value, str):
            kind, slash, word = value.rpartition("/")
            if first.get(word):
                return f"{kind}{slash}{first[word][0]}"
            return value.replace("{n}", str(number))
        return value

    def path(self, operation: Operation) -> str:
        """The operation's address, about something that is there."""
        kind = kind_of(operation)
        register = ELSEWHERE.get(operation.name, kind)
        before = re.search(r"([\w-]+)/{id}", operation.path)
        inner = before[1] if before and before[1] in self.names else kind
        if kind == "controls":
            inner = "links"  # what it answers, not the requirements of a framework
        if before and (below := f"{kind}/{before[1]}") in self.names:
            inner = below
        parts = {
            "reference": self.names[register][0] if register in self.names else "0",
            "id": self.names.get(inner, ["0"])[0],
            "kind": "assets",
            "code": quote(self.names["requirements"][0], safe=""),
            "number": "2",
            "other": self.names["gap-rounds-elsewhere" if kind == "gap-rounds" else "laws"][0],
            "key": "phishing" if kind == "courses" else "dora",
            "label": "1.0",
            "language": "en",
        }
        return re.sub(r"{(\w+)}", lambda part: parts[part[1]], operation.path)

    def call(self, operation: Operation, body: Any, program: Program | None = None) -> Any:
        """The operation's answer about what is there."""
        program, path = program or self.program, self.path(operation)
        if operation.upload:
            return program.upload(path, body or {})
        if operation.query.model_fields.get("asset"):
            path += "?asset=A-1"
        if operation.name == "search":
            path += "?q=erp"
        return program.call(operation.method, path, body if operation.body else None)


def make_world(cast: Cast, count: int = 1) -> World:
    for person in (cast.anna, cast.dorte):
        risks.library_install(actor=actor_of(person))
    return World(Program(cast.olga)).add(count)


def make_foreign_world(cast: Cast) -> World:
    """Rosenborg's, with references that Kronborg does not have."""
    for prefix in (
        "PE",
        "SA",
        "P",
        "A",
        "FW",
        "F",
        "G",
        "PL",
        "R",
        "E",
        "SOA",
        "AK",
        "O",
        "POL",
        "EXC",
        "CP",
        "C",
        "CS",
        "SU",
        "SV",
        "CO",
        "QS",
        "Q",
        "PA",
        "DSR",
        "DPIA",
        "RET",
    ):
        next_numbers(organisation_id=cast.rosenborg.id, prefix=prefix, count=500)
    program = Program(cast.dorte)
    program.base = "/api/v1/o/rosenborg"
    return World(program).add(2)


def kind_of(operation: Operation) -> str:
    """The first word of its address inside an organisation: mostly a register."""
    return operation.path.split("/")[1]


def operations() -> list[Operation]:
    from holger.api.v1 import document  # noqa: F401  (declares them)

    return list(OPERATIONS.values())
