"""The kinds of things in the map, after ISO 27005: processes and information are primary, the rest supports them."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssetType(models.TextChoices):
    PROCESS = "process", _("Business process")
    INFORMATION = "information", _("Information set")
    APPLICATION = "application", _("IT system")
    CLOUD_SERVICE = "cloud_service", _("Cloud service")
    SERVER = "server", _("Server")
    DATABASE = "database", _("Database")
    NETWORK = "network", _("Network component")
    ENDPOINT = "endpoint", _("Endpoint or mobile device")
    OT_DEVICE = "ot_device", _("OT or IoT device")
    SITE = "site", _("Site")
    PAPER_ARCHIVE = "paper_archive", _("Paper archive")
    REMOVABLE_MEDIA = "removable_media", _("Removable media")
    PEOPLE = "people", _("People or role")
    SUPPLIER = "supplier", _("Supplier")
    SOURCE_CODE = "source_code", _("Source code")
    KEY = "key", _("Key or certificate")
    INTEGRATION = "integration", _("Integration")
    AI_SYSTEM = "ai_system", _("AI system")
    BACKUP = "backup", _("Backup")
    PROCESSING_ACTIVITY = "processing_activity", _("Processing activity")


@dataclass(frozen=True)
class Kind:
    """How a type is drawn, and which groups of questions make sense for it."""

    icon: str
    technical: bool = False
    """Has exposure, sign-in, backup, logging, and an end of support."""
    recovers: bool = False
    """Can be down and come back: recovery times."""


KINDS: dict[str, Kind] = {
    AssetType.PROCESS: Kind("route", recovers=True),
    AssetType.INFORMATION: Kind("file-description", recovers=True),
    AssetType.APPLICATION: Kind("apps", technical=True, recovers=True),
    AssetType.CLOUD_SERVICE: Kind("cloud", technical=True, recovers=True),
    AssetType.SERVER: Kind("server", technical=True, recovers=True),
    AssetType.DATABASE: Kind("database", technical=True, recovers=True),
    AssetType.NETWORK: Kind("network", technical=True, recovers=True),
    AssetType.ENDPOINT: Kind("device-laptop", technical=True, recovers=True),
    AssetType.OT_DEVICE: Kind("cpu", technical=True, recovers=True),
    AssetType.SITE: Kind("building"),
    AssetType.PAPER_ARCHIVE: Kind("archive"),
    AssetType.REMOVABLE_MEDIA: Kind("device-usb"),
    AssetType.PEOPLE: Kind("users"),
    AssetType.SUPPLIER: Kind("building-store", recovers=True),
    AssetType.SOURCE_CODE: Kind("code", technical=True, recovers=True),
    AssetType.KEY: Kind("key", technical=True),
    AssetType.INTEGRATION: Kind("plug-connected", technical=True, recovers=True),
    AssetType.AI_SYSTEM: Kind("robot", technical=True, recovers=True),
    AssetType.BACKUP: Kind("history", technical=True, recovers=True),
    AssetType.PROCESSING_ACTIVITY: Kind("file-certificate"),
}
