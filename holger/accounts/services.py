"""Writing users. Roles and people belong to organisations; here is only who can sign in and how they like it."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from holger.accounts.models import User


@transaction.atomic
def user_create(*, email: str, name: str, password: str) -> User:
    """Make a user whose address has been proved by an invitation or by whoever runs the server."""
    user = User(email=email.strip().lower(), name=name.strip())
    try:
        validate_password(password, user)
    except ValidationError as invalid:
        raise ValidationError({"password": invalid.error_list}) from invalid
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def user_join(*, email: str, name: str) -> User:
    """Make a user who comes in through an organisation's identity provider, and has no password."""
    user = User(email=email.strip().lower(), name=name.strip())
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def user_edit(*, user: User, **answers: str) -> User:
    """Change a user's own name, language or appearance."""
    for name in answers.keys() & {"name", "language", "theme"}:
        setattr(user, name, answers[name])
    user.full_clean()
    user.save(update_fields=["name", "language", "theme"])
    return user
