"""The state machines: each `statemachines/*.asl.json` deployed as it is, placeholders filled by CloudFormation."""

import re
from pathlib import Path

from chalicelib.foundation import names
from infra import arns
from infra.logical import Template, attribute, pascal, policy, ref, sub

DEFINITIONS = Path(__file__).parent.parent / "statemachines"
PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
FUNCTION_SUFFIX = "FunctionArn"


class UnknownPlaceholder(ValueError):
    """A definition names something that is not one of our task functions."""


def resources(stage: str, definitions: Path = DEFINITIONS) -> Template:
    made: Template = {}
    for name in names.MACHINES:
        made |= machine(stage, name, (definitions / f"{name}.asl.json").read_text(encoding="utf-8"))
    return made


def machine(stage: str, name: str, definition: str) -> Template:
    logical = f"{pascal(name)}Machine"
    substitutions = {word: substitute(stage, word) for word in sorted(set(PLACEHOLDER.findall(definition)))}
    called = [word for word in substitutions if word.endswith(FUNCTION_SUFFIX)]
    return {
        logical: {
            "Type": "AWS::StepFunctions::StateMachine",
            # An update replaces the functions first: new ones serve executions of the machine before as well.
            "DependsOn": [word.removesuffix(FUNCTION_SUFFIX) for word in called],
            "Properties": {
                "StateMachineName": names.machine(stage, name),
                "StateMachineType": "STANDARD",
                "RoleArn": attribute(f"{logical}Role"),
                "DefinitionString": definition,
                "DefinitionSubstitutions": substitutions,
            },
        },
        f"{logical}Role": role([substitutions[word] for word in called]),
    }


def substitute(stage: str, word: str) -> Template:
    """`${OpenStepFunctionArn}` is the ARN of `open_step`; `${Partition}` is for ARNs of service integrations."""
    if word == "Partition":
        return ref("AWS::Partition")
    for function in names.TASK_FUNCTIONS:
        if word == f"{pascal(function)}{FUNCTION_SUFFIX}":
            return arns.function(stage, function)
    raise UnknownPlaceholder(f"${{{word}}}: task functions are {', '.join(names.TASK_FUNCTIONS)}")


def role(functions: list[Template]) -> Template:
    # Step Functions has a name of its own in each region, the same in all partitions.
    service = {"Service": sub("states.${AWS::Region}.amazonaws.com")}
    assume = {"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole"}
    invoke = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": functions}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": policy(assume),
            "Policies": [{"PolicyName": "invoke-tasks", "PolicyDocument": policy(invoke)}] if functions else [],
        },
    }
