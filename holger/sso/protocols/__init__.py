"""How holger speaks with providers. Each protocol ends in ``rules.Told``: what is known of somebody, once proved."""
