"""出件: one window compares and hands over."""

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.policies.policy_row import Policy

PLACE = "出件"
POLICIES = (
    Policy(
        "issuing_compares",
        "综合发证窗口人员核对纸质结果与电子证照；决定该办件的人不得核对",
        "规则前言、一(三)6，R1、R38",
        (Role.ISSUING_CLERK,),
        acts=("compare",),
        conditions=(Condition.IN_DIVISION, Condition.IN_REGISTER, Condition.HOLDS_POST, Condition.DID_NOT_DECIDE),
    ),
    Policy(
        "issuing_delivers",
        "综合发证窗口人员核验领取人，送达办理结果",
        "规则一(三)6，R39；行政许可法44",
        (Role.ISSUING_CLERK,),
        acts=("deliver",),
        conditions=(Condition.IN_DIVISION, Condition.IN_REGISTER, Condition.HOLDS_POST),
    ),
)
