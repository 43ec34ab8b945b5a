"""The library's own marks in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.tasks.words import ROLES

__all__ = ["CADENCES", "FACTS", "ROLES", "VALUES"]

FACTS: dict[str, str | Promise] = {
    "control_types": _("Control types"),
    "properties": _("Protects"),
    "cybersecurity_concepts": _("Cybersecurity concepts"),
    "operational_capabilities": _("Operational capabilities"),
    "security_domains": _("Security domains"),
    "deadline": _("Deadline"),
    "danish_act": _("The Danish act"),
    "nis2": _("NIS2"),
    "asset_class": _("Kind of asset"),
    "security_function": _("Security function"),
    "outcome": _("Outcome"),
}
"""What the library's frameworks mark their requirements with."""

VALUES: dict[str, str | Promise] = {
    # Control types and properties (ISO/IEC 27002:2022, 4.2)
    "preventive": _("preventive"),
    "detective": _("detective"),
    "corrective": _("corrective"),
    "confidentiality": _("confidentiality"),
    "integrity": _("integrity"),
    "availability": _("availability"),
    # The functions that ISO, CIS and NIST share
    "govern": pgettext_lazy("security function", "govern"),
    "identify": pgettext_lazy("security function", "identify"),
    "protect": pgettext_lazy("security function", "protect"),
    "detect": pgettext_lazy("security function", "detect"),
    "respond": pgettext_lazy("security function", "respond"),
    "recover": pgettext_lazy("security function", "recover"),
    # Operational capabilities
    "governance": _("governance"),
    "asset_management": _("asset management"),
    "information_protection": _("information protection"),
    "human_resource_security": _("human resource security"),
    "physical_security": _("physical security"),
    "system_and_network_security": _("system and network security"),
    "application_security": _("application security"),
    "secure_configuration": _("secure configuration"),
    "identity_and_access_management": _("identity and access management"),
    "threat_and_vulnerability_management": _("threat and vulnerability management"),
    "continuity": _("continuity"),
    "supplier_relationships_security": _("security in supplier relationships"),
    "legal_and_compliance": _("legal and compliance"),
    "information_security_event_management": _("information security event management"),
    "information_security_assurance": _("information security assurance"),
    # Security domains
    "governance_and_ecosystem": _("governance and ecosystem"),
    "protection": _("protection"),
    "defence": _("defence"),
    "resilience": _("resilience"),
    # CIS's kinds of asset
    "devices": _("devices"),
    "software": _("software"),
    "data": _("data"),
    "documentation": _("documentation"),
    "users": _("users"),
    "network": _("network"),
    # Deadlines of NIS2
    "P14D": _("14 days"),
    "PT24H": _("24 hours"),
    "PT72H": _("72 hours"),
    "P1M": _("1 month"),
    "P3M": _("3 months"),
    "P1M after handling": _("1 month after handling"),
    "on request": _("on request"),
}

CADENCES: dict[str, str | Promise] = {
    "P1W": _("Every week"),
    "P1M": _("Every month"),
    "P3M": _("Every quarter"),
    "P6M": _("Every half year"),
    "P1Y": _("Every year"),
    "P2Y": _("Every second year"),
    "P3Y": _("Every third year"),
}
