"""What the room tells the rest of holger when it starts: a file for each topic, with one function ``enter``."""

from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "holger.suppliers"
    label = "suppliers"

    def ready(self) -> None:
        from holger.suppliers.apps import contracts, questionnaires, register, supervision

        register.enter()
        contracts.enter()
        supervision.enter()
        questionnaires.enter()
