"""What the stack takes as a parameter, every function starts with; what would stop them, the stack refuses."""

import re

import pytest

from chalicelib.foundation.settings import REQUIRED, NotConfigured, Settings, deployed
from infra.parameters import SETTINGS, parameters

PARAMETERS = parameters("arm64")
OTHERS = {"cors_origins": "CorsOrigins", "callback_allow": "CallbackAllow"}
GOOD = {
    "stage": "prod",
    "account": "111122223333",
    "division": "441700",
    "public_url": "https://hall.example/prod",
    "issuer": "https://id.example",
    "audience": "yimen",
    "jwks_url": "https://id.example/jwks.json",
    "cors_origins": "",
    "data_key": "arn:aws-cn:kms:cn-north-1:111122223333:key/1",
}
TAKEN = [
    ("cors_origins", ""),
    ("cors_origins", "https://portal.example"),
    ("cors_origins", "https://portal.example,https://staff.example:8443"),
    ("cors_origins", "http://10.2.3.4:8080"),
    ("callback_allow", ""),
    ("callback_allow", "10.2.3.4:8443,housing.gov.example:443"),
    ("callback_allow", "[fd00::7]:443"),
    ("issuer", "https://id.gov.example/realms/hall/"),
    ("jwks_url", "https://id.gov.example:8443/jwks?kind=sm2"),
    ("public_url", "https://10.2.3.4/prod"),
    ("public_url", "https://hall.gov.example"),
    ("division", "441781"),
]
REFUSED = [
    ("cors_origins", "*"),
    ("cors_origins", "https://*.gov.example"),
    ("cors_origins", "https://portal.example,*"),
    ("callback_allow", "127.0.0.1:80"),
    ("callback_allow", "housing.gov.example:443,localhost:8080"),
    ("callback_allow", "[::1]:80"),
    ("callback_allow", "housing.test:80"),
    *(
        (name, address)
        for name in ("public_url", "issuer", "jwks_url")
        for address in (
            "http://id.example",
            "https://id",
            "https://id:8443/x.y",
            "https://localhost",
            "https://id.local/x",
            "https://hall.test:443",
            "https://127.0.0.1:8000",
            "https://0.0.0.0/x",
            "https://[::1]/x",
        )
    ),
    ("division", "4417"),
    ("division", "441700000000"),
    ("audience", ""),
    ("supplement_workdays", "4"),
    ("supplement_workdays", "251"),
    ("admission_rate", "1001"),
]


def stack_takes(setting: str, value: str) -> bool:
    """As CloudFormation judges: the pattern has to match the whole text, or of a list each entry."""
    declared = PARAMETERS[{**SETTINGS, **OTHERS}[setting]]
    entries = value.split(",") if declared["Type"] == "CommaDelimitedList" else [value]
    if declared["Type"] == "Number":
        return declared["MinValue"] <= int(value) <= declared["MaxValue"]
    pattern = re.compile(declared.get("AllowedPattern", ".*"))
    return all(pattern.fullmatch(entry) and len(entry) >= declared.get("MinLength", 0) for entry in entries)


@pytest.mark.parametrize(("setting", "value"), TAKEN)
def test_what_the_stack_takes_starts_every_function(setting: str, value: str):
    assert stack_takes(setting, value)
    assert isinstance(deployed({**GOOD, setting: value}, REQUIRED), Settings)


@pytest.mark.parametrize(("setting", "value"), REFUSED)
def test_what_would_stop_every_function_is_refused_by_the_stack(setting: str, value: str):
    assert not stack_takes(setting, value)
    with pytest.raises(NotConfigured):
        deployed({**GOOD, setting: value}, REQUIRED)


def test_the_defaults_are_taken():
    for setting, parameter in {**SETTINGS, **OTHERS}.items():
        if "Default" in PARAMETERS[parameter]:
            assert stack_takes(setting, str(PARAMETERS[parameter]["Default"])), parameter


def test_an_origin_with_a_path_is_refused_as_no_page_has_one():
    assert not stack_takes("cors_origins", "https://portal.example/")
    assert not stack_takes("public_url", "https://hall.example/prod/")


def test_logs_are_kept_for_the_six_months_of_the_law():
    """网络安全法21: at least six months, which may have 184 days."""
    days = PARAMETERS["LogDays"]
    assert days["Default"] == min(days["AllowedValues"]) == 365
    kept = Settings.model_fields["access_kept_days"].metadata
    assert min(days["AllowedValues"]) >= max(limit.ge for limit in kept if hasattr(limit, "ge"))
