"""What a process of the portal is for."""

from enum import StrEnum


class Role(StrEnum):
    """Named by PORTAL_ROLE."""

    ALL = "all"  # pages and admin on the live database, for one person on one machine
    CURATION = "curation"  # admin in a process of its own, on the live database
    PUBLIC = "public"  # pages alone, over a connection that cannot write
