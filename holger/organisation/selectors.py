"""Reading organisations, people and units, always as somebody."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from holger.accounts import selectors as users
from holger.accounts.models import User
from holger.accounts.session import MAIN
from holger.core import dates, tenancy
from holger.core.actor import Actor, Channel, Grant
from holger.core.models import Record, hanging_on, visible
from holger.core.permissions import PERMISSIONS, Role
from holger.core.registry import Hit, registry
from holger.core.requests import Request
from holger.core.searching import words_in
from holger.exchange.fields import Option
from holger.history import services as history
from holger.organisation import rules
from holger.organisation.models import (
    Invitation,
    Organisation,
    Person,
    RoleGrant,
    SavedView,
    ServiceAccount,
    Tag,
    Unit,
)

VOUCHED_FOR = timedelta(days=30)
"""So long does the word of the organisation's own provider count for a person's programs."""

# --- Who is asking -------------------------------------------------------------------------------------------------


MEMBER = tenancy.door(
    "member",
    {"user": "uuid", "today": "date"},
    "SELECT p.organisation_id FROM organisation_person p WHERE p.user_id = %(user)s AND p.suspended_at IS NULL"
    " AND (p.ends_on IS NULL OR p.ends_on >= %(today)s)"
    " AND EXISTS (SELECT 1 FROM organisation_rolegrant g WHERE g.person_id = p.id)",
)
INVITED = tenancy.door(
    "invitation",
    {"secret_hash": "text"},
    "SELECT organisation_id FROM organisation_invitation WHERE secret_hash = %(secret_hash)s",
)
KNOWN = tenancy.door(
    "person", {"user": "uuid"}, "SELECT organisation_id FROM organisation_person WHERE user_id = %(user)s"
)


def organisations_of(user: User) -> QuerySet[Organisation]:
    """The organisations that still let the user in. Asked outside all of them."""
    return Organisation.objects.filter(pk__in=MEMBER(user=user.pk, today=dates.today())).order_by("name")


def organisations_knowing(user: User) -> QuerySet[Organisation]:
    """All organisations that have the user among their people, also where they may not enter at the moment: whose
    histories tell of the user."""
    return Organisation.objects.filter(pk__in=KNOWN(user=user.pk)).order_by("name")


def belongs_somewhere(user: User) -> bool:
    """Is the user a person of any organisation, whether or not it lets them in?"""
    return organisations_knowing(user).exists()


def person_of(user: User, organisation: Organisation) -> Person | None:
    """Who the user is in the organisation."""
    person = Person.objects.filter(user=user, organisation=organisation).first()
    if person is not None:
        person.organisation, person.user = organisation, user
    return person


def asks_factor(organisation: Organisation, actor: Actor) -> bool:
    """Does the organisation demand a second factor of somebody with these roles?"""
    return rules.demands_factor(organisation.factor_demand, organisation.factor_roles, actor.roles)


def lacks_factor(actor: Actor, person: Person) -> bool:
    """Does the organisation demand a second factor that the person could not show? Then their programs wait as well."""
    if person.user is None or not asks_factor(person.organisation, actor):
        return False
    vouched = person.vouched_at is not None and person.vouched_at > dates.now() - VOUCHED_FOR
    return not vouched and not users.has_factor(person.user)


def without_factor(actor: Actor) -> QuerySet[Person]:
    """People who can sign in, and do it with a password alone."""
    has_one = User.objects.filter(pk=OuterRef("user"), authenticator__type__in=MAIN)
    people = people_for(actor).filter(_still_here(), user__isnull=False)
    return people.exclude(Exists(has_one)).order_by("name")


def organisation_inviting(secret_hash: str) -> Organisation | None:
    """The organisation of the invitation with this secret. Asked outside all of them."""
    return Organisation.objects.filter(pk__in=INVITED(secret_hash=secret_hash)).first()


def _still_here(person: str = "") -> Q:
    """Neither suspended nor gone; ``person`` leads to the person from another table: ``person__``."""
    ends = f"{person}ends_on"
    return Q(**{f"{person}suspended_at": None}) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": dates.today()}))


def is_here(person: Person) -> bool:
    """Neither suspended nor gone."""
    return person.suspended_at is None and (person.ends_on is None or person.ends_on >= dates.today())


def actor_for(
    user: User, organisation: Organisation, channel: Channel = Channel.PAGE, via: str = ""
) -> tuple[Actor, Person] | None:
    """The user as an actor in this organisation, or None for somebody who is not (or no longer) a member."""
    rows = RoleGrant.objects.filter(_still_here("person__"), organisation=organisation, person__user=user)
    grants = list(rows.select_related("person"))
    if not grants:
        return None
    person = grants[0].person
    person.organisation, person.user = organisation, user
    return _acting(person, [(grant.role, grant.unit_id) for grant in grants], channel, via), person


def grants_of(user: User, organisation: Organisation) -> QuerySet[RoleGrant]:
    """The roles that the user holds in the organisation."""
    rows = RoleGrant.objects.filter(organisation=organisation, person__user=user)
    return rows.select_related("unit").order_by("role")


def program_actor(account: Person, channel: Channel, via: str) -> Actor | None:
    """A service account as an actor, or None for one that is suspended, has ended or holds no role."""
    let_in = account.is_service and is_here(account) and held_by(account).exists()
    return actor_of(account, channel, via) if let_in else None


def actor_of(person: Person, channel: Channel = Channel.COMMAND, via: str = "") -> Actor:
    """The person as an actor with all roles that they hold."""
    return _acting(person, list(held_by(person).values_list("role", "unit_id")), channel, via)


def held_by(person: Person) -> QuerySet[RoleGrant]:
    """The roles that somebody holds."""
    return hanging_on(RoleGrant, person=person)


def _acting(person: Person, grants: Sequence[tuple[str, UUID | None]], channel: Channel, via: str) -> Actor:
    below = units_below(person.organisation_id) if any(unit for _role, unit in grants) else {}
    return Actor(
        organisation_id=person.organisation_id,
        person_id=person.id,
        user_id=person.user_id,
        label=person.name,
        grants=tuple(Grant(Role(role), below[unit] if unit else None) for role, unit in grants),
        channel=channel,
        via=via,
    )


def actors_in(organisation_id: UUID) -> dict[UUID, Actor]:
    """Everybody who holds a role, as an actor: one question, and one for the units where somebody has a role in one."""
    held: dict[UUID, list[tuple[str, UUID | None]]] = defaultdict(list)
    rows = RoleGrant.objects.filter(organisation_id=organisation_id, person__is_service=False)
    people: dict[UUID, tuple[UUID | None, str]] = {}
    for person, user, name, role, unit in rows.values_list("person", "person__user", "person__name", "role", "unit"):
        people[person] = (user, name)
        held[person].append((role, unit))
    below = units_below(organisation_id) if any(unit for grants in held.values() for _role, unit in grants) else {}
    return {
        person: Actor(
            organisation_id=organisation_id,
            person_id=person,
            user_id=user,
            label=name,
            grants=tuple(Grant(Role(role), below[unit] if unit else None) for role, unit in held[person]),
            channel=Channel.SYSTEM,
        )
        for person, (user, name) in people.items()
    }


def system_actor(organisation: Organisation, label: str, channel: Channel = Channel.COMMAND) -> Actor:
    """Whoever runs a command on the server: allowed everything in the one organisation it names."""
    return Actor(organisation.id, None, None, label, (Grant(Role.OWNER),), channel)


def asker(organisation_id: UUID, person_id: UUID | None, label: str, via: str) -> Actor | None:
    """Whoever asked for work in the background, with the roles held now; None for somebody who is no longer a member."""
    if person_id is None:
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        return replace(system_actor(organisation, label, Channel.SYSTEM), via=via) if organisation else None
    members = Person.objects.filter(_still_here(), organisation_id=organisation_id, user__is_active=True)
    person = members.filter(
        Exists(RoleGrant.objects.filter(organisation_id=organisation_id, person=OuterRef("pk"))), pk=person_id
    ).first()
    return actor_of(person, Channel.SYSTEM, via) if person else None


def whoever_may(organisation_id: UUID, permission: str) -> dict[UUID, frozenset[UUID] | None]:
    """Who holds a permission over more than their own, and in which units (None: everywhere). Only who can sign in."""
    roles = PERMISSIONS[permission].everywhere
    rows = RoleGrant.objects.filter(_still_here("person__"), organisation_id=organisation_id, role__in=roles)
    rows = rows.filter(person__is_service=False, person__user__is_active=True)
    found: dict[UUID, frozenset[UUID] | None] = {}
    below: dict[UUID, frozenset[UUID]] = {}
    for person, unit in rows.order_by("unit").values_list("person", "unit"):
        if unit is None:
            found[person] = None
        elif found.get(person, frozenset()) is not None:
            below = below or units_below(organisation_id)
            found[person] = (found.get(person) or frozenset()) | below[unit]
    return found


# --- Units ---------------------------------------------------------------------------------------------------------


def units_below(organisation_id: UUID) -> dict[UUID, frozenset[UUID]]:
    """Each unit with itself and all units below it."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    ids = []
    for unit_id, parent_id in Unit.objects.filter(organisation_id=organisation_id).values_list("id", "parent_id"):
        children[parent_id].append(unit_id)
        ids.append(unit_id)

    def collect(unit_id: UUID) -> set[UUID]:
        found, waiting = {unit_id}, [unit_id]
        while waiting:
            new = [child for child in children[waiting.pop()] if child not in found]
            found.update(new)
            waiting.extend(new)
        return found

    return {unit_id: frozenset(collect(unit_id)) for unit_id in ids}


def unit_with_above(organisation_id: UUID, unit_id: UUID) -> frozenset[UUID]:
    """A unit with all units that it lies in."""
    return frozenset(unit for unit, below in units_below(organisation_id).items() if unit_id in below)


def units_for(actor: Actor) -> QuerySet[Unit]:
    return visible(Unit.objects.select_related("parent"), actor, "people.view", unit="id")


@dataclass
class Branch:
    """A unit in the tree: how deep, how many people in it and below it, and what hangs below."""

    unit: Unit
    depth: int
    people: int
    everybody: int = 0
    children: list["Branch"] = field(default_factory=list)


def unit_tree(actor: Actor) -> list[Branch]:
    """The actor's units in tree order, each with counts; a unit whose parent is out of reach stands at the top."""
    units = list(units_for(actor).annotate(headcount=Count("people")))
    known = {unit.id for unit in units}
    below: dict[UUID | None, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    found: list[Branch] = []
    for top in below[None]:
        _grow(top, 0, below, found)
    return found


def _grow(unit: Unit, depth: int, below: dict[UUID | None, list[Unit]], found: list[Branch]) -> Branch:
    branch = Branch(unit, depth, unit.headcount)  # type: ignore[attr-defined]
    found.append(branch)
    branch.children = [_grow(child, depth + 1, below, found) for child in below[unit.id]]
    branch.everybody = branch.people + sum(child.everybody for child in branch.children)
    return branch


# --- People --------------------------------------------------------------------------------------------------------


class State(TextChoices):
    """Whether a person can sign in."""

    ACTIVE = "active", _("Can sign in")
    INVITED = "invited", _("Invited")
    NONE = "none", _("No sign-in")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Has left")


def people_for(actor: Actor) -> QuerySet[Person]:
    """People, whom one may name as owners and count; programs are ``service_accounts_for``."""
    everybody = Person.objects.filter(is_service=False)
    return visible(everybody, actor, "people.view", own=Q(pk=actor.person_id))


def people_options(actor: Actor) -> Iterator[Option]:
    """People as a cell of a spreadsheet may name them: by name, reference, e-mail or initials."""
    for pk, name, *keys in people_for(actor).values_list("pk", "name", "reference", "email", "initials"):
        yield Option(pk, name, tuple(key for key in keys if key))


def unit_options(actor: Actor) -> Iterator[Option]:
    """Units as a cell of a spreadsheet may name them."""
    return (Option(pk, name) for pk, name in units_for(actor).values_list("pk", "name"))


def people_listed(actor: Actor) -> QuerySet[Person]:
    """People as pages show them: with unit, manager, roles, and ``state``: whether and how they can sign in."""
    waiting = Invitation.objects.filter(
        person=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=dates.now()
    )
    state = Case(
        When(suspended_at__isnull=False, then=Value(State.SUSPENDED)),
        When(ends_on__lt=dates.today(), then=Value(State.ENDED)),
        When(user__isnull=False, then=Value(State.ACTIVE)),
        When(Exists(waiting), then=Value(State.INVITED)),
        default=Value(State.NONE),
        output_field=CharField(),
    )
    return people_for(actor).select_related("unit", "manager").prefetch_related(_roles(actor)).annotate(state=state)


def _roles(actor: Actor) -> Prefetch[str]:
    rows = RoleGrant.objects.filter(organisation_id=actor.organisation_id)
    return Prefetch("grants", rows.select_related("unit").order_by("role"))


def people_still_here(organisation_id: UUID) -> QuerySet[Person]:
    """People who are neither suspended nor gone; programs are none."""
    return Person.objects.filter(_still_here(), organisation_id=organisation_id, is_service=False)


def people_here(actor: Actor) -> QuerySet[Person]:
    """People as pages show them, without those who are suspended or gone."""
    return people_listed(actor).filter(_still_here())


def references_unseen(actor: Actor) -> list[str]:
    """References of people whom the actor does not see: taken all the same."""
    everybody = Person.objects.filter(organisation_id=actor.organisation_id)
    return list(everybody.exclude(pk__in=people_for(actor).values("pk")).values_list("reference", flat=True))


def people_counted(actor: Actor) -> tuple[int, int]:
    """How many people there are, and how many of them have not answered an invitation."""
    waiting = Count("pk", filter=Q(state=State.INVITED))
    counts = people_listed(actor).aggregate(total=Count("pk"), waiting=waiting)
    return counts["total"], counts["waiting"]


def owners_of(organisation_id: UUID) -> QuerySet[Person]:
    """Owners of the whole organisation who can sign in today and have no end in sight."""
    held = {"organisation_id": organisation_id, "role": Role.OWNER, "unit": None}
    owners = RoleGrant.objects.filter(person=OuterRef("pk"), **held)
    people = Person.objects.filter(_still_here(), organisation_id=organisation_id, user__is_active=True)
    return people.filter(Exists(owners), ends_on__isnull=True)


@dataclass(frozen=True)
class Owned:
    """How many objects of a kind a person owns, and the first of them."""

    title: str
    icon: str
    count: int
    rows: Sequence[Record]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def owned_by(actor: Actor, person: Person, first: int = 8) -> list[Owned]:
    """What the person owns of every kind that the actor may see."""
    found = []
    for subject in registry.subjects.values():
        if not issubclass(subject.model, Record):
            continue
        rows = subject.visible(actor).filter(owner=person, archived_at=None)
        if count := rows.count():
            found.append(Owned(str(subject.title), subject.icon, count, list(rows.order_by("number")[:first])))
    return found


def invitation_by(secret_hash: str) -> Invitation | None:
    """The invitation with this secret, if it still holds."""
    found = Invitation.objects.select_related("person", "organisation").filter(secret_hash=secret_hash).first()
    return found if found is not None and holds(found) else None


def holds(invitation: Invitation) -> bool:
    return rules.invitation_holds(
        expires_at=invitation.expires_at,
        used_at=invitation.used_at,
        revoked_at=invitation.revoked_at,
        signs_in=invitation.person.user_id is not None or invitation.person.suspended_at is not None,
        now=dates.now(),
    )


def invitations_of(actor: Actor, person: Person) -> QuerySet[Invitation]:
    """The person's invitations, newest first."""
    return Invitation.objects.filter(organisation_id=actor.organisation_id, person=person).order_by("-created_at")


# --- Service accounts ----------------------------------------------------------------------------------------------


def service_accounts_for(actor: Actor) -> QuerySet[ServiceAccount]:
    """Programs that are members themselves, with ``answered_for``: is somebody here responsible?"""
    programs = visible(ServiceAccount.objects.all(), actor, "service_accounts.view")
    here = Person.objects.filter(_still_here(), pk=OuterRef("responsible"))
    return (
        programs.select_related("unit", "responsible")
        .prefetch_related(_roles(actor))
        .annotate(answered_for=Exists(here))
    )


def members_for(actor: Actor) -> QuerySet[Person]:
    """People and programs alike, as far as the actor may see each."""
    seen = Q(pk__in=people_for(actor).values("pk")) | Q(pk__in=service_accounts_for(actor).values("pk"))
    return Person.objects.filter(seen, organisation_id=actor.organisation_id)


# --- Tags and saved views ------------------------------------------------------------------------------------------


def tags_for(actor: Actor) -> QuerySet[Tag]:
    return visible(Tag.objects.all(), actor, "tags.view", unit="pk")


@dataclass(frozen=True)
class UsedTag:
    tag: Tag
    uses: int


def tags_used(actor: Actor) -> list[UsedTag]:
    """All tags, each with how many objects bear it."""
    uses: Counter[UUID] = Counter()
    for relation in Tag._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.one_to_many and relation.related_model._meta.auto_created:
            rows = relation.related_model._base_manager.filter(tag__organisation_id=actor.organisation_id)
            uses.update(dict(rows.values_list("tag").annotate(number=Count("pk"))))
    return [UsedTag(tag, uses[tag.pk]) for tag in tags_for(actor)]


def saved_views(request: Request, list_name: str) -> QuerySet[SavedView]:
    """The tabs above a list that people have saved."""
    return views_for(request.actor, list_name)


def views_seen(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own views of lists and those shared with everybody."""
    mine = Q(person_id=actor.person_id) if actor.person_id else Q(pk__in=())
    return SavedView.objects.filter(mine | Q(person=None), organisation_id=actor.organisation_id)


def views_for(actor: Actor, list_name: str) -> QuerySet[SavedView]:
    return views_seen(actor).filter(list_name=list_name).order_by("person", "created_at")


# --- Search --------------------------------------------------------------------------------------------------------


def find_people(actor: Actor, words: str, limit: int) -> list[Hit]:
    fits = words_in(words.split()[:6], ("name", "email", "initials", "job_title", "reference"))
    rows = people_for(actor).filter(fits, suspended_at=None).order_by("name")
    return [
        Hit(p.reference, p.name, p.path, Person._meta.verbose_name, "user", p.job_title, str(p.id))
        for p in rows[:limit]
    ]


def find_units(actor: Actor, words: str, limit: int) -> list[Hit]:
    rows = units_for(actor).filter(words_in(words.split()[:6], ("name",))).order_by("name")
    return [
        Hit("", u.name, u.path, Unit._meta.verbose_name, "sitemap", u.parent.name if u.parent else "", str(u.id))
        for u in rows[:limit]
    ]


def find_tags(actor: Actor, words: str, limit: int) -> list[Hit]:
    rows = tags_for(actor).filter(words_in(words.split()[:6], ("name",))).order_by("name")
    return [Hit("", t.name, "tags/", Tag._meta.verbose_name, "tag", "", str(t.id)) for t in rows[:limit]]


@dataclass(frozen=True)
class Trace:
    """How many entries of the history name a person, and in how many the details would go with the name."""

    entries: int
    details: int


def trace_of(actor: Actor, person: Person) -> Trace:
    organisation_id, kind = actor.organisation_id, person.subject_type
    known = history.names_known(organisation_id, person.id, kind, (person.name, person.email))
    naming = history.entries_naming(organisation_id, person.id, kind, known)
    return Trace(len({*naming.names, *naming.payloads}), len(naming.payloads))
