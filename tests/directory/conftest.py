from tests.harness.fixtures import platform, world

__all__ = ["platform", "world"]
