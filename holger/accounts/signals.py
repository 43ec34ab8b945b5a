"""What has happened to an account that the organisations it belongs to want to know."""

from django.dispatch import Signal

happened = Signal()
"""Sends ``user``, ``action`` (in the history's words), ``changes``, and ``by_user``: did the user do it, or somebody unknown?"""
