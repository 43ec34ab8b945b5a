"""What an organisation is in the eyes of the laws, as far as their clocks and thresholds differ by it."""

from collections.abc import Collection, Mapping

from holger.core.words import N_

ENTITIES: Mapping[str, str] = {
    "essential": N_("Essential entity under NIS2"),
    "important": N_("Important entity under NIS2"),
    "dns": N_("DNS service provider"),
    "tld": N_("Registry of top-level domain names"),
    "cloud": N_("Cloud provider"),
    "data_centre": N_("Data centre provider"),
    "cdn": N_("Content delivery network"),
    "managed_service": N_("Managed service provider"),
    "managed_security": N_("Managed security service provider"),
    "marketplace": N_("Online marketplace"),
    "search_engine": N_("Online search engine"),
    "social_network": N_("Social network"),
    "trust": N_("Trust service provider"),
    "financial": N_("Financial entity under DORA"),
    "credit_institution": N_("Credit institution"),
    "central_counterparty": N_("Central counterparty"),
    "trading_venue": N_("Trading venue"),
    "manufacturer": N_("Manufacturer of products with digital elements"),
    "processor": N_("Processor of personal data for others"),
    "public_body": N_("Public body outside NIS2"),
}


def concerns(only: Collection[str], kinds: Collection[str]) -> bool:
    """Does what is meant for ``only`` these concern an organisation of these ``kinds``?

    Whoever has not said what they are is concerned by everything: a clock too many is seen, one too few is not.
    """
    return not only or not kinds or not set(only).isdisjoint(kinds)
