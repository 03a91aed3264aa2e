from collections.abc import Iterator

import pytest

from proofs.joint.by_http import Town, in_town
from proofs.kit.world import World


@pytest.fixture
def town(world: World) -> Iterator[Town]:
    with in_town(world) as town:
        yield town
