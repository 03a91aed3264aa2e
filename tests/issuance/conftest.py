from tests.harness.fixtures import aws, hall, platform

__all__ = ["aws", "hall", "platform"]
