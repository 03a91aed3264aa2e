"""The tree of RFC 9162: known roots, every path of every size, and no path that fits another place."""

import hashlib

import pytest

from chalicelib.evidence.model.merkle import EMPTY, climbed, leaf_hash, path, root

# The entries and roots of the test vectors of Certificate Transparency's reference implementation.
ENTRIES = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
ENTRIES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_standard(size: int):
    assert root([leaf_hash(entry) for entry in ENTRIES[:size]]).hex() == ROOTS[size]
    assert EMPTY.hex() == ROOTS[0]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33])
def test_each_path_leads_to_the_root_and_from_no_other_place(size: int):
    hashes = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
    for index, entry in enumerate(hashes):
        steps = path(index, hashes)
        assert climbed(entry, index, size, steps) == root(hashes)
        assert climbed(entry, index, size, [*steps, entry]) != root(hashes)
        if steps:
            assert climbed(entry, index, size, steps[:-1]) != root(hashes)
        for other in range(size):
            if other != index:
                assert climbed(entry, other, size, steps) != root(hashes)
    assert climbed(hashes[0], size, size, []) is None
    assert climbed(hashes[0], -1, size, []) is None


@pytest.mark.parametrize("size", [1, 4, 5, 8, 11, 12, 13, 29, 64, 65])
def test_parts_of_a_power_of_two_have_the_same_root_and_paths(size: int):
    hashes = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
    parts = [hashes[start : start + 4] for start in range(0, size, 4)]
    roots = [root(part) for part in parts]
    assert root(roots) == root(hashes)
    for index, entry in enumerate(hashes):
        steps = [*path(index % 4, parts[index // 4]), *path(index // 4, roots)]
        assert steps == path(index, hashes)
        assert climbed(entry, index, size, steps) == root(hashes)
