"""DynamoDB in memory: the calls that Yimen makes, with AWS's limits and refusals, the same for every suite."""

from proofs.kit.dynamo.client import MemoryDynamo
from proofs.kit.dynamo.hooks import WRITES, Hook, nothing
from proofs.kit.dynamo.keys import Place
from proofs.kit.dynamo.refusals import refusal
from proofs.kit.dynamo.schema import of_stage

__all__ = ["WRITES", "Hook", "MemoryDynamo", "Place", "nothing", "of_stage", "refusal"]
