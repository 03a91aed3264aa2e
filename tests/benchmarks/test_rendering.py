"""What the function that prints keeps is worth keeping; no time is asserted, only that one side costs much less."""

from benchmarks.rendering import measure


def test_kept_compilers_and_a_fixed_mask_are_cheaper():
    found = measure()
    assert found["a notice with other data, of a bare view"] > 1
    assert found["the same notice again, of another one"] < 0.7
    assert found["another notice with kept compiler and fonts, of one without"] < 0.9
    assert found["a QR code with a fixed mask, of one that weighs all eight"] < 0.5
