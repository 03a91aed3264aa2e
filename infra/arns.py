"""ARNs by name, for policies and state machines. Names instead of references: roles and machines would form a cycle."""

from chalicelib.foundation import names
from infra.logical import Template, sub

HERE = "${AWS::Region}:${AWS::AccountId}"


def arn(service: str, resource: str, where: str = HERE) -> Template:
    return sub(f"arn:${{AWS::Partition}}:{service}:{where}:{resource}")


def table(stage: str) -> Template:
    return arn("dynamodb", f"table/{names.table(stage)}")


def restored_table(stage: str) -> Template:
    return arn("dynamodb", f"table/{names.restored_table(stage)}")


def index(stage: str, name: str) -> Template:
    return arn("dynamodb", f"table/{names.table(stage)}/index/{name}")


def stream(stage: str) -> Template:
    """The streams of the table: the end of the ARN is the time at which a stream was made."""
    return arn("dynamodb", f"table/{names.table(stage)}/stream/*")


def queue(stage: str, name: str) -> Template:
    return arn("sqs", names.queue(stage, name))


def bucket(stage: str, purpose: str) -> Template:
    return arn("s3", names.bucket(stage, "${AWS::AccountId}", purpose), where=":")


def objects(stage: str, purpose: str, prefix: str = "") -> Template:
    """All objects of a bucket, or those below a prefix. Keys of cases begin with a hash, so that writes are spread: no
    prefix tells one kind apart.
    """
    return arn("s3", f"{names.bucket(stage, '${AWS::AccountId}', purpose)}/{prefix}*", where=":")


def machine(stage: str, name: str) -> Template:
    return arn("states", f"stateMachine:{names.machine(stage, name)}")


def executions(stage: str, machine: str) -> Template:
    return arn("states", f"execution:{names.machine(stage, machine)}:*")


def function(stage: str, name: str) -> Template:
    return arn("lambda", f"function:{names.function(stage, name)}")


def secret(stage: str, name: str) -> Template:
    """Secrets Manager adds six random letters to the name; `name` is without app and stage."""
    return arn("secretsmanager", f"secret:{names.APP}/{stage}/{name}")


def log_streams(group: str) -> Template:
    return arn("logs", f"log-group:{group}:*")
