"""Which records are one customer, who is nobody in particular, and how is that seen and undone?"""

from segkit.ingest.identity.links import MOST_IDS, link, linked_notes

__all__ = ["MOST_IDS", "link", "linked_notes"]
