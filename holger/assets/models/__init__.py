"""The map's tables: processes and assets in one, what they depend on, and the kinds of information in them."""

from holger.assets.models.asset import Asset, Process
from holger.assets.models.dependency import Dependency
from holger.assets.models.information import InformationType
from holger.assets.models.kinds import KINDS, AssetType, Kind

__all__ = ["KINDS", "Asset", "AssetType", "Dependency", "InformationType", "Kind", "Process"]
