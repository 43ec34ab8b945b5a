from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "holger.privacy"
    label = "privacy"

    def ready(self) -> None:
        from holger.privacy.apps import dpia, hands, record, requests, retention

        record.enter()
        requests.enter()
        dpia.enter()
        retention.enter()
        hands.enter()
