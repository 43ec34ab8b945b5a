"""What import and export know of policies and of exceptions from them."""

from holger.policies.register.exceptions import EXCEPTIONS
from holger.policies.register.policies import POLICIES

__all__ = ["EXCEPTIONS", "POLICIES"]
