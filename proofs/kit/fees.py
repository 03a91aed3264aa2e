"""Cases with a fee: the item publishes one, the chief representative has power 5, the provider is the simulator."""

import json
from typing import Any

from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.catalogue.model.item import Fee
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts.record_payment import record_payment
from local.payments.simulator import SECRET
from local.simple_register import power_letter
from proofs.kit.cast import CHIEF
from proofs.kit.catalogue import publish
from proofs.kit.clock import Clock
from proofs.kit.hall import Hall
from proofs.kit.register import change_letters

ITEM, DEPARTMENT = "YM-P01", "food"
CASHIER = "http://127.0.0.1:8000/local/payments"
DAYS_URL = "https://pay.gov.example/days"
FEN = 30_000
# SYNTHETIC: no law has this item charge a fee.
FEE: dict[str, Any] = {
    "charge": True,
    "name": "审查费",
    "standard": "每件300元",
    "basis": "食品安全法35 SYNTHETIC",
    "rates": [{"name": "审查费", "fen": FEN, "unit": "件", "status": "SYNTHETIC"}],
    "due": "before_issue",
}


def fee_of(**changes: Any) -> Fee:
    return Fee.model_validate_json(json.dumps({**FEE, **changes}))


def charging(platform: Platform, clock: Clock, **changes: Any) -> None:
    """The item charges a fee from now on, and its department lets the chief representative order it."""
    publish(platform, ITEM, version=2, fee=fee_of(**changes))
    clock.pass_time(SETTLED_AFTER)
    letter = power_letter(platform.settings.division, DEPARTMENT, [ITEM], powers=[1, 2, 3, 4, 5, 6])
    change_letters(platform, DEPARTMENT, power_letters=(letter,))


def chargeable(hall: Hall, **changes: Any) -> str:
    """Accepted, and nothing is ordered yet."""
    charging(hall.platform, hall.clock, **changes)
    hall.wall.pass_time(SETTLED_AFTER)  # this process may have read the item a moment ago
    return hall.accepted()


def ordered(hall: Hall, **changes: Any) -> str:
    case_id = chargeable(hall, **changes)
    hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    return case_id


def annulled(hall: Hall) -> str:
    """Ordered wrongly, and told so."""
    case_id = ordered(hall)
    hall.people.annul_fee(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    return case_id


def repaid(hall: Hall) -> str:
    """Ordered wrongly and paid; the order is annulled, and what was paid is to go back."""
    case_id = ordered(hall)
    pay(hall.platform, case_id)
    hall.people.annul_fee(case_id, hall.caller(CHIEF, case_id))
    hall.people.refund_fee(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    return case_id


def pay(platform: Platform, case_id: str, no: str = "SIM1", fen: int = FEN) -> None:
    """The provider has told this payment."""
    told = Told(no, fen, platform.now(), f"4417-{no}", f"https://receipts.example/{no}")
    record_payment(platform, order_no(case_id), told)


def pay_twice(platform: Platform, case_id: str) -> None:
    for no in ("SIM1", "SIM2"):
        pay(platform, case_id, no)


def overpaid(hall: Hall) -> str:
    """Paid twice."""
    case_id = ordered(hall)
    pay_twice(hall.platform, case_id)
    return case_id


def park(platform: Platform, no: str = "SIM9") -> None:
    """The provider has told a payment of an order that nobody knows."""
    record_payment(platform, "YM-nobody", Told(no, FEN, platform.now(), f"4417-{no}"))


def connect(platform: Platform) -> None:
    """The provider's address and key, as an operator writes them."""
    name = names.payments_secret(platform.settings.stage)
    secret = json.dumps({"url": CASHIER, "days_url": DAYS_URL, "secret": SECRET})
    platform.secrets.create_secret(Name=name, SecretString=secret, ClientRequestToken="0" * 32)
