from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "holger.incidents"
    label = "incidents"

    def ready(self) -> None:
        from holger.incidents.apps import afterwards, cases, clocks, secret, triage, working

        for topic in (secret, clocks, cases, triage, working, afterwards):
            topic.enter()
