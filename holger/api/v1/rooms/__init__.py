"""What each room offers through the interface. Importing this declares all operations."""

from holger.api.v1.rooms import assets, organisation, risks

__all__ = ["assets", "organisation", "risks"]
