"""Django's PostgreSQL backend with the short ways to SQL."""

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as DjangoOperations

from holger.config.compiler import QuickOperations


class DatabaseOperations(QuickOperations, DjangoOperations):
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
