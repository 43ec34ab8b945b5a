"""What has happened to the map that rooms above want to know. Sent inside the transaction."""

from django.dispatch import Signal

map_changed = Signal()
"""Dependencies came or went, or objects were put away or taken back. Sends ``organisation_id`` and ``asset_ids``, all
objects whose place in the map is another now; None when the whole map was computed anew."""
