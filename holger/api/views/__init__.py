"""Tokens and service accounts, under Settings › API."""

from holger.api.views.accounts import (
    AccountCreate,
    AccountDetail,
    AccountEdit,
    AccountList,
    AccountRoleGive,
    AccountTokenCreate,
    account_remove,
    account_resume,
    account_role_take,
    account_suspend,
)
from holger.api.views.tokens import TokenCreate, TokenList, TokenRevoke

__all__ = [
    "AccountCreate",
    "AccountDetail",
    "AccountEdit",
    "AccountList",
    "AccountRoleGive",
    "AccountTokenCreate",
    "TokenCreate",
    "TokenList",
    "TokenRevoke",
    "account_remove",
    "account_resume",
    "account_role_take",
    "account_suspend",
]
