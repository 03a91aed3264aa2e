"""How the documents of a request call the departments of its members."""

from chalicelib.catalogue.store.schemes import organ_names
from chalicelib.directory.store import load_place
from chalicelib.foundation.platform import Platform


class Organs:
    """Full names, as the profile of the place writes them. A process keeps what this reads."""

    def __init__(self, platform: Platform, division: str) -> None:
        self._place = load_place(platform.table, division, wall=platform.wall())
        self._names = organ_names(platform.table, division, wall=platform.wall())

    def full_name(self, department: str) -> str:
        return self._place.full_name(department, self.name(department))

    def name(self, department: str) -> str:
        """As the catalogue calls it."""
        return self._names.get(department, department)
