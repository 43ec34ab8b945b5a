"""Three who show what the door does: one shut out for a while, one gone, one who needs a code from an app as well."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from holger.accounts.models import User
from holger.core.permissions import Role
from holger.demo.filling.story import Story
from holger.organisation import services

NAMES = {"suspended": "Sigurd Bjerre", "removed": "Rikke Toft", "mfa": "Mads Fabricius"}
CAME, WENT = 200, 10
"""Days ago."""


def plan(story: Story, password_hash: str) -> None:
    story.at(CAME, let_in, password_hash)
    story.at(WENT, shut)


def let_in(story: Story, password_hash: str) -> None:
    slug = story.content["organisation"]["slug"]
    for key, name in NAMES.items():
        email = f"{name.lower().replace(' ', '.')}@{slug}.example"
        person = services.person_create(actor=story.officer, name=name, email=email)
        services.role_give(actor=story.officer, person=person, role=Role.CONTRIBUTOR)
        person.user = User.objects.create(email=email, name=name, password=password_hash)
        person.save(update_fields=["user"])
        story.people[key], story.doors[key] = person, email
    story.secret = generate_totp_secret()
    TOTP.activate(story.people["mfa"].user, story.secret)
    RecoveryCodes.activate(story.people["mfa"].user)


def shut(story: Story) -> None:
    services.person_suspend(actor=story.officer, person=story.people["suspended"])
    services.person_remove(actor=story.officer, person=story.people["removed"])
