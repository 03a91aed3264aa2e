"""The dictionary of sealed texts: what it has compressed is read for as long as rows are kept."""

import hashlib
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.foundation import frequent
from chalicelib.foundation.sealing import PRINT_BYTES, packed, unpacked

# Of the dictionary that rows were written with. Whoever wants another one adds it beside this one.
DIGEST = "b7b812c19b7d078fb9146cfcb7773458b39bbd15af04ea76eb860757996aa07d"
WHOSE = b"p" * PRINT_BYTES


def test_the_dictionary_is_that_of_the_rows_which_are_kept():
    assert hashlib.sha256(frequent.TEXT).hexdigest() == DIGEST
    kept = bytes.fromhex("78f9980c2f7f83e76faaf4c7956a01fb3f34ac")
    assert frequent.decompressed(kept).decode() == '{"data":"本凭证仅证明收到申请材料，不代表申请已被受理。"}'


@given(st.text(max_size=900))
@settings(max_examples=60, deadline=None)
def test_a_text_comes_back_and_never_gets_longer(text: str):
    plain = WHOSE + json.dumps({"data": text}, ensure_ascii=False).encode()
    assert unpacked(packed(plain)) == plain
    assert len(packed(plain)) <= len(plain)


def test_rows_from_before_the_dictionary_are_read():
    text = json.dumps({"data": "本凭证仅证明收到申请材料。" * 40}, ensure_ascii=False).encode()
    assert unpacked(WHOSE + zlib.compress(text, 6)) == WHOSE + text
    assert unpacked(WHOSE + text) == WHOSE + text


@pytest.mark.parametrize("spoilt", [b"", b"\x78", frequent.compressed(b"{}" * 99)[:-1], b"\x00" * 40])
def test_what_is_no_whole_stream_is_refused(spoilt: bytes):
    with pytest.raises(zlib.error):
        frequent.decompressed(spoilt)
