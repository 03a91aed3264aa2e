"""What a function may be allowed: IAM actions on named resources. `infra/functions.py` says who has which right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.foundation import names
from chalicelib.foundation.sandbox import FILES
from infra import arns
from infra.logical import DATA_KEY, Template, attribute, signing_key_id

DOCUMENTS = "documents"
MATERIALS = "materials"
HEADS = "heads"
EXPORTS = "exports"
Resources = Callable[[str], list[Template]]
"""The ARNs of a stage."""


@dataclass(frozen=True)
class Right:
    """Actions on resources. `unused` is the reason why no run of the proofs shows the call, for the few rights that no
    run can show.
    """

    actions: tuple[str, ...]
    resources: Resources
    unused: str = ""

    def statement(self, stage: str) -> Template:
        return {"Effect": "Allow", "Action": list(self.actions), "Resource": self.resources(stage)}


def because(reason: str, *rights: Right) -> tuple[Right, ...]:
    """These rights are needed, though no run shows it."""
    return tuple(replace(right, unused=reason) for right in rights)


# ------------------------------------------------------------------------------------------------------------ the table
# A transaction needs the rights of its parts: there is no right to transactions.
def on_table(*operations: str) -> Right:
    return Right(tuple(f"dynamodb:{name}" for name in operations), lambda stage: [arns.table(stage)])


def on_restored_table(*operations: str) -> Right:
    return Right(tuple(f"dynamodb:{name}" for name in operations), lambda stage: [arns.restored_table(stage)])


def on_index(name: str, *operations: str) -> Right:
    return Right(tuple(f"dynamodb:{operation}" for operation in operations), lambda stage: [arns.index(stage, name)])


# --------------------------------------------------------------------------------------------------------- the buckets
def on_objects(purpose: str, *operations: str) -> Right:
    return Right(tuple(f"s3:{name}" for name in operations), lambda stage: [arns.objects(stage, purpose)])


def on_trial_files(*operations: str) -> Right:
    """On the files of sandboxes, which are the only ones of the bucket of documents below this prefix."""
    return Right(tuple(f"s3:{name}" for name in operations), lambda stage: [arns.objects(stage, DOCUMENTS, FILES)])


def missing_is_404(*purposes: str) -> Right:
    """Without the right to list, S3 answers 403 for an object that is not there, as for one that may not be read."""
    return Right(("s3:ListBucket",), lambda stage: [arns.bucket(stage, purpose) for purpose in purposes])


def versions_of(*purposes: str) -> Right:
    """Every version of every object can be listed, to delete them all."""
    return Right(("s3:ListBucketVersions",), lambda stage: [arns.bucket(stage, purpose) for purpose in purposes])


# ---------------------------------------------------------------------------------------------------------- the queues
def on_queues(queues: Sequence[str], *operations: str) -> Right:
    return Right(
        tuple(f"sqs:{name}" for name in operations), lambda stage: [arns.queue(stage, name) for name in queues]
    )


# --------------------------------------------------------------------------------------------------------- the machines
def on_machines(*operations: str) -> Right:
    """Starting, and going on with a token: both are allowed on the machine."""
    return Right(
        tuple(f"states:{name}" for name in operations),
        lambda stage: [arns.machine(stage, name) for name in names.MACHINES],
    )


def on_executions(*operations: str) -> Right:
    return Right(
        tuple(f"states:{name}" for name in operations),
        lambda stage: [arns.executions(stage, name) for name in names.MACHINES],
    )


# ---------------------------------------------------------------------------------------------------- secrets and keys
def on_secrets(what: str, *operations: str) -> Right:
    return Right(tuple(f"secretsmanager:{name}" for name in operations), lambda stage: [arns.secret(stage, what)])


def on_data_key(*operations: str) -> Right:
    return Right(tuple(f"kms:{name}" for name in operations), lambda _: [attribute(DATA_KEY)])


def on_signing_key(use: str, *operations: str) -> Right:
    return Right(tuple(f"kms:{name}" for name in operations), lambda _: [attribute(signing_key_id(use))])
