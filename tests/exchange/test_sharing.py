"""The query to the data-sharing platform: never to an internal address, and every failure has a word."""

import base64
import json
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.exchange.model.sharing import NotObtained, Obtained, SharingQuery, obtained
from chalicelib.exchange.store.sharing import SharingPlatform
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.foundation import names
from local.sharing.platform import ISSUER
from proofs.kit.sharing import with_sharing
from proofs.kit.world import World

SECRET = "whsec_" + base64.b64encode(b"a secret of the data sharing").decode()
TODAY = date(2026, 11, 27)
LICENCE = "营业执照"
QUERY = SharingQuery(
    id="abcdefgh",
    certificate=LICENCE,
    holder_name="示例公司",
    holder_id_type="uscc",
    holder_number="91441700MA00000000",
    purpose="办理“食品经营许可”",
    case_number="1",
    item="YM-P01",
    division="441700",
)


def keep_secret(world: World, secret: str = SECRET) -> None:
    name = names.sharing_secret(world.platform.settings.stage)
    world.platform.secrets.create_secret(Name=name, SecretString=secret, ClientRequestToken="0" * 32)


@pytest.mark.parametrize("url", ["https://10.1.2.3/q", "https://share.internal/q", "http://share.gov.example/q", ""])
def test_nothing_is_sent_to_an_internal_address(world: World, url: str):
    keep_secret(world)
    world.platform.settings = with_sharing(world.platform.settings, url)
    sent: list[object] = []

    def post(*asked: object) -> Reply:
        sent.append(asked)
        return Reply(200)

    with pytest.raises(NotObtained) as failed:
        SharingPlatform(world.platform, post=post, resolve=lambda host, port: ["203.0.113.9"]).query(QUERY, TODAY)
    assert (failed.value.code, sent) == ("unreachable", [])


def test_without_the_secret_nothing_is_sent(world: World):
    sharing = SharingPlatform(
        world.platform,
        post=lambda *_: pytest.fail("sent"),
        resolve=lambda host, port: ["93.184.216.34"],
    )
    world.platform.settings = with_sharing(world.platform.settings)
    with pytest.raises(NotObtained) as failed:
        sharing.query(QUERY, TODAY)
    assert failed.value.code == "unreachable"


RECORD = {"issuer": ISSUER, "holder_number": QUERY.holder_number, "content_type": "application/pdf", "content": "aGk="}


def answer(**changes: Any) -> bytes:
    record = {**RECORD, "content": base64.b64encode(b"%PDF-").decode()}
    return json.dumps({"id": QUERY.id, "result": "found", "record": record} | changes).encode()


def test_an_answer_is_read():
    assert obtained(answer(), QUERY, TODAY) == Obtained(issuer=ISSUER, content_type="application/pdf", content=b"%PDF-")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (answer(id="another"), "unusable"),
        (answer(result="no_record"), "no_record"),
        (answer(record=None), "unusable"),
        (answer(record={**RECORD, "content_type": "text/html"}), "unusable"),
        (answer(record={**RECORD, "content": "not base64"}), "unusable"),
        (answer(record={**RECORD, "issuer": ""}), "unusable"),
        (answer(record={**RECORD, "holder_number": "92441702YM0000315T"}), "unusable"),
        (answer(record={**RECORD, "holder_number": ""}), "unusable"),
        (answer(record={key: value for key, value in RECORD.items() if key != "holder_number"}), "unusable"),
        (answer()[:40], "unusable"),
        (b"", "unusable"),
    ],
)
def test_an_answer_that_fits_no_question_is_not_used(body: bytes, word: str):
    with pytest.raises(NotObtained) as failed:
        obtained(body, QUERY, TODAY)
    assert failed.value.code == word


def test_the_holder_may_be_written_otherwise():
    written = {**RECORD, "holder_number": " 91441700ma00000000"}
    assert obtained(answer(record=written), QUERY, TODAY).content == b"hi"


def test_a_certificate_is_good_through_its_last_day():
    record = {**RECORD, "content": base64.b64encode(b"x").decode()}
    for until, good in (("2026-11-27", True), ("2026-11-26", False)):
        body = answer(record={**record, "valid_until": until})
        if good:
            assert obtained(body, QUERY, TODAY).content == b"x"
        else:
            with pytest.raises(NotObtained) as failed:
                obtained(body, QUERY, TODAY)
            assert failed.value.code == "expired"


def test_a_question_has_the_same_id_each_time_and_no_personal_data():
    question = SharingQuestion(case_id="a" * 26, line="02", asked=3)
    again = SharingQuestion.model_validate(question.message().body)
    assert again.id == question.id
    assert question.message().body == {"case_id": "a" * 26, "line": "02", "asked": 3}
    assert SharingQuestion(case_id="a" * 26, line="02", asked=4).id != question.id


def test_a_peer_that_cannot_be_reached_is_told_from_one_that_is_slow(world: World):
    keep_secret(world)
    for code, word in (("timeout", "timeout"), ("connect_failed", "unreachable"), ("tls_failed", "unreachable")):
        world.platform.settings = with_sharing(world.platform.settings)

        def post(*_: object, code: str = code) -> Reply:
            raise Unreachable(code)

        with pytest.raises(NotObtained) as failed:
            SharingPlatform(world.platform, post=post, resolve=lambda host, port: ["93.184.216.34"]).query(QUERY, TODAY)
        assert failed.value.code == word
