"""Chains of filters: whatever they are and however they were made, no more is unpacked than the bound allows."""

import base64
import contextlib
import io
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf.filters import LZWDecode

from chalicelib.intake.store.opening import filters as undone
from chalicelib.intake.store.opening.filters import UNDONE, Count, unpacked
from chalicelib.intake.store.opening.result import Unopenable

PIECE, MOST = 512, 2048


def lzw(data: bytes) -> bytes:
    """Every byte as its own code of nine bits, the table emptied before it grows."""
    codes = [code for start in range(0, len(data), 200) for code in (256, *data[start : start + 200])]
    bits = "".join(f"{code:09b}" for code in (*codes, 257))
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


def runs(data: bytes) -> bytes:
    out, place = bytearray(), 0
    while place < len(data):
        same = len(data[place : place + 128]) - len(data[place : place + 128].lstrip(data[place : place + 1]))
        out += bytes([257 - same, data[place]]) if same > 1 else bytes([0, data[place]])
        place += same
    return bytes(out) + b"\x80"


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": lambda data: zlib.compress(data, 9),
    "/LZWDecode": lzw,
    "/RunLengthDecode": runs,
    "/ASCII85Decode": lambda data: base64.a85encode(data, wrapcol=72) + b"~>",
    "/ASCIIHexDecode": lambda data: data.hex().encode() + b">",
    "/Crypt": lambda data: data,
}
SHORT = {"/FlateDecode": "/Fl", "/LZWDecode": "/LZW", "/RunLengthDecode": "/RL", "/ASCII85Decode": "/A85"}
names = some.lists(some.sampled_from(sorted(PACKED)), max_size=3).filter(
    lambda chain: sum(name in ("/FlateDecode", "/LZWDecode") for name in chain) <= 1
)


def packed(data: bytes, chain: list[str]) -> bytes:
    for name in reversed(chain):
        data = PACKED[name](data)
    return data


@given(data=some.binary(max_size=500) | some.builds(bytes, some.integers(0, 3000)), chain=names)
def test_what_was_packed_comes_out(data: bytes, chain: list[str]):
    out = b"".join(
        unpacked(packed(data, chain), {"/Filter": [SHORT.get(name, name) for name in chain]}, Count(1 << 30))
    )
    assert out == data


@given(size=some.integers(0, 12 * PIECE), chain=names)
def test_a_chain_unpacks_no_more_than_the_bound(size: int, chain: list[str]):
    """Counted beside the count itself, at every filter. A piece of `z` of ASCII85 comes to four times its length."""
    put_out = 0

    def watched(undo: undone.Undo) -> undone.Undo:
        def watch(*given: object) -> object:
            nonlocal put_out
            for piece in undo(*given):  # pyright: ignore[reportArgumentType] - handed on as it came
                put_out += len(piece)
                yield piece

        return watch  # pyright: ignore[reportReturnType] - it yields what the filter yields

    data = packed(bytes(size), chain)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(undone, "PIECE", PIECE)
        patch.setattr(undone, "UNDONE", {name: watched(undo) for name, undo in UNDONE.items()})
        refused = False
        try:
            got = sum(map(len, unpacked(data, {"/Filter": chain}, Count(MOST))))
        except Unopenable:
            refused, got = True, size
    assert put_out <= MOST + 4 * PIECE
    assert got == size
    assert refused or put_out <= MOST
    assert refused or size <= MOST


@given(data=some.binary(max_size=400), chain=some.lists(some.sampled_from([*sorted(PACKED), "/DCTDecode", "/No"])))
def test_bytes_that_nobody_packed_are_unpacked_within_the_bound_or_refused(data: bytes, chain: list[str]):
    count = Count(MOST)
    with contextlib.suppress(Unopenable):
        for _ in unpacked(data, {"/Filter": chain}, count):
            assert count.size <= MOST


def test_lzw_is_undone_as_pypdf_undoes_it():
    """The example of ISO 32000-1, 7.4.4.2, and a table that grows through every width."""
    example = bytes.fromhex("800B6050220C0C8501")
    assert b"".join(UNDONE["/LZWDecode"](iter([example]), {})) == bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])
    grown = growing()
    assert b"".join(UNDONE["/LZWDecode"](iter([grown]), {})) == LZWDecode.decode(grown)
    assert len(LZWDecode.decode(grown)) > 1_000_000


def growing() -> bytes:
    """A run of one letter: each code names the entry that it makes itself."""
    out, table, width, bits = io.StringIO(), 258, 9, [256, 65]
    out.write("".join(f"{code:09b}" for code in bits))
    for code in range(258, 2000):
        out.write(f"{code:0{width}b}")
        table += 1
        width = min(12, max(9, (table + 1).bit_length()))
    out.write(f"{257:0{width}b}")
    text = out.getvalue()
    return int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8))
