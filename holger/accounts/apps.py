from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "holger.accounts"
    label = "accounts"
