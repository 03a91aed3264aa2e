"""What whoever deploys chooses: parameters of the stack, the conditions that follow, the variables of the functions."""

from collections.abc import Mapping

from chalicelib.foundation import names
from infra.functions import FUNCTIONS, Function
from infra.logical import DATA_KEY, NO_VALUE, Template, attribute, pascal, ref

# The patterns allow what the settings of a deployed function allow (`foundation/settings.py`): else a stack is made of
# which no function starts. Settings refuse names and numbers of the own machine, and hosts without a dot.
THIS_MACHINE = "(localhost|[^/:]*[.](localhost|local|invalid|test)|127[.][^/:]*|0[.]0[.]0[.]0)"
ADDRESS = f"https://(?!{THIS_MACHINE}(:\\d+)?(/|$))[a-z0-9-]+([.][a-z0-9-]+)+(:\\d+)?"
HTTPS = f"^{ADDRESS}(/\\S*)?$"
WITHOUT_SLASH = f"^{ADDRESS}(/\\S*[^\\s/])?$"
# In a list the pattern is that of each entry; a list without entries is one empty entry.
ORIGIN = "^(https?://[a-z0-9.:-]+)?$"
PLACE = f"^((?!({THIS_MACHINE}|\\[::1\\]):)([a-z0-9.-]+|\\[[0-9a-f:.]+\\]):\\d+)?$"
# Logs have to be kept for at least six months (网络安全法21). Of the periods that AWS offers, 180 days are too short.
LOG_DAYS = [365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
# What AWS keeps a new table warm for, at no cost.
READS, WRITES = 12_000, 4_000

HAS_ORIGINS = "HasOrigins"
HAS_ALARM_MAIL = "HasAlarmMail"
HAS_WEB_ACL = "HasWebAcl"
IN_VPC = "InVpc"
IS_WARM = "IsWarm"
WRITES_ARE_WARM = "WritesAreWarm"
SETS_GATEWAY_LOG_ROLE = "SetsGatewayLogRole"

# Setting -> parameter that gives it. All functions have them.
SETTINGS: Mapping[str, str] = {
    "division": "Division",
    "public_url": "PublicUrl",
    "issuer": "Issuer",
    "jwks_url": "JwksUrl",
    "audience": "Audience",
    "supplement_workdays": "SupplementWorkdays",
    "filing_workdays": "FilingWorkdays",
    "admission_rate": "AdmissionRate",
    "sample_documents": "SampleDocuments",
}


def text(description: str, **more: object) -> Template:
    return {"Type": "String", "Description": description, **more}


def number(description: str, default: int, **more: object) -> Template:
    return {"Type": "Number", "Description": description, "Default": default, **more}


def several(description: str, **more: object) -> Template:
    return {"Type": "CommaDelimitedList", "Description": description, "Default": "", **more}


def parameters(architecture: str) -> Template:
    return {
        "Division": text(
            "GB/T 2260 code of the place that is served. Its profile is imported with its catalogue.",
            AllowedPattern="^\\d{6}$",
        ),
        "PublicUrl": text(
            "Where people reach the API, with the stage or base path and without a slash at the end.",
            AllowedPattern=WITHOUT_SLASH,
        ),
        "Issuer": text("The iss claim of the tokens that are accepted.", AllowedPattern=HTTPS),
        "JwksUrl": text("Where the issuer publishes its keys.", AllowedPattern=HTTPS),
        "Audience": text("The aud claim of the tokens that are accepted.", Default="yimen", MinLength=1),
        **others_addresses(),
        "SupplementWorkdays": number("Workdays that a one-time notice gives.", 30, MinValue=5, MaxValue=250),
        "FilingWorkdays": number("Workdays until a change of an item must have a receipt.", 5, MinValue=1, MaxValue=60),
        "SampleDocuments": text("Documents bear 演示样本.", Default="true", AllowedValues=["true", "false"]),
        "Architecture": text("The package is built for it.", Default=architecture, AllowedValues=[architecture]),
        "LogDays": number("Days after which logs are deleted.", LOG_DAYS[0], AllowedValues=LOG_DAYS),
        "AlarmMail": text("Address that is told of alarms; it has to confirm.", Default=""),
        **bounds(),
        "WebAclArn": text("ARN of a regional web ACL (WAF) to put before the API.", Default=""),
        "GatewayLogRole": text(
            "Whether the stack sets the role with which API Gateway writes logs, one for account and region.",
            Default="true",
            AllowedValues=["true", "false"],
        ),
        **warmth(),
        **heads_lock(),
        "DeletionProtection": text("The table cannot be deleted.", Default="true", AllowedValues=["true", "false"]),
        "SubnetIds": several("Subnets in which the functions run, if departments' systems are in an extranet."),
        "SecurityGroupIds": several("Security groups of the functions, together with the subnets."),
        **{at_once(row.name): how_many(row) for row in FUNCTIONS if row.at_once is not None},
    }


def others_addresses() -> Template:
    """Whose pages may call us, and which systems we may call besides public ones."""
    return {
        "CorsOrigins": several(
            "Web origins whose pages may call, upload and download, such as https://portal.example; * is refused.",
            AllowedPattern=ORIGIN,
        ),
        "SharingUrl": text(
            "Address of the data-sharing platform, if there is one; the secret yimen/<stage>/sharing signs.",
            Default="",
            AllowedPattern="^(https://.+)?$",
        ),
        "CallbackAllow": several(
            "host:port of departments' systems in the extranet, whose addresses are not public.", AllowedPattern=PLACE
        ),
    }


def heads_lock() -> Template:
    """How long the heads of days can be neither deleted nor written over; COMPLIANCE binds administrators too."""
    return {
        "HeadsLock": text(
            "Object Lock of the heads of days: nobody can shorten COMPLIANCE, rights can lift GOVERNANCE.",
            Default="COMPLIANCE",
            AllowedValues=["COMPLIANCE", "GOVERNANCE"],
        ),
        "HeadsKeptYears": number("Years for which heads of days are locked.", 30, MinValue=1, MaxValue=100),
    }


def warmth() -> Template:
    """What is there when a peak comes."""
    return {
        "WarmReads": number("Read units a second for which the table is kept warm.", READS, MinValue=READS),
        "WarmWrites": number(
            "Write units a second for which the table and each of its indexes are kept warm.", WRITES, MinValue=WRITES
        ),
    }


def bounds() -> Template:
    """How much comes in: at the gateway, and of submissions into our code."""
    return {
        "ThrottleRate": number("Requests a second that the gateway lets in.", 200, MinValue=1),
        "ThrottleBurst": number("Requests at once that the gateway lets in.", 400, MinValue=1),
        "SubmissionRate": number(
            "Submissions a second that the gateway lets in; more than AdmissionRate.", 200, MinValue=1
        ),
        "SubmissionBurst": number("Submissions at once that the gateway lets in.", 400, MinValue=1),
        "AdmissionRate": number(
            "Submissions a second beyond which further ones are asked to come again; 0 for no bound.",
            100,
            MinValue=0,
            MaxValue=1_000,
        ),
    }


def at_once(function: str) -> str:
    """The parameter that says how many of this function run at the same time."""
    return f"{pascal(function)}AtOnce"


def how_many(row: Function) -> Template:
    if row.name == names.API:
        return number(
            "Requests at once, reserved for the API; 0 for what the account has.", row.at_once or 0, MinValue=0
        )
    return number(f"How many {row.name} run at once.", row.at_once or 0, MinValue=2, MaxValue=1000)


def conditions() -> Template:
    return {
        HAS_ORIGINS: given({"Fn::Join": ["", ref("CorsOrigins")]}),
        HAS_ALARM_MAIL: given(ref("AlarmMail")),
        HAS_WEB_ACL: given(ref("WebAclArn")),
        IN_VPC: given({"Fn::Join": ["", ref("SubnetIds")]}),
        IS_WARM: {"Fn::Or": [differs("WarmReads", READS), differs("WarmWrites", WRITES)]},
        WRITES_ARE_WARM: differs("WarmWrites", WRITES),
        SETS_GATEWAY_LOG_ROLE: {"Fn::Equals": [ref("GatewayLogRole"), "true"]},
        reserves(names.API): differs(at_once(names.API), 0),
    }


def reserves(function: str) -> str:
    return f"Reserves{pascal(function)}"


def differs(parameter: str, value: int) -> Template:
    return {"Fn::Not": [{"Fn::Equals": [ref(parameter), str(value)]}]}


def given(value: Template) -> Template:
    return {"Fn::Not": [{"Fn::Equals": [value, ""]}]}


def when(condition: str, value: object, otherwise: object = NO_VALUE) -> Template:
    return {"Fn::If": [condition, value, otherwise]}


def variables(stage: str) -> Template:
    """The environment that all functions have. No secret stands in it: secrets are named, and read where they lie."""
    return {
        # pydantic would look through all installed packages for plugins; none of ours has one.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
        "YIMEN_STAGE": stage,
        "YIMEN_ACCOUNT": ref("AWS::AccountId"),
        "YIMEN_PARTITION": ref("AWS::Partition"),
        "YIMEN_AWS_REGION": ref("AWS::Region"),
        "YIMEN_CORS_ORIGINS": {"Fn::Join": [",", ref("CorsOrigins")]},
        "YIMEN_CALLBACK_ALLOW": {"Fn::Join": [",", ref("CallbackAllow")]},
        "YIMEN_SHARING_URL": ref("SharingUrl"),
        "YIMEN_DATA_KEY": attribute(DATA_KEY),
        **{f"YIMEN_{setting.upper()}": ref(parameter) for setting, parameter in SETTINGS.items()},
    }
