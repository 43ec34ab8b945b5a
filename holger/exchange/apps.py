from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "holger.exchange"
    label = "exchange"

    def ready(self) -> None:
        from holger.core.registry import registry
        from holger.exchange import exporting, permissions  # noqa: F401  (declares the room's words)

        registry.exporter = exporting.export_response
