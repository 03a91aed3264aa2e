"""Names as a list shows them: enough to tell people apart at the window, not enough to read them from afar."""


def masked_name(name: str) -> str:
    """林示例 is 林*例, 林示 is 林*, a longer name keeps two characters at each end."""
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return f"{name[0]}*"
    if len(name) == 3:
        return f"{name[0]}*{name[-1]}"
    kept = 2 if len(name) > 4 else 1
    return f"{name[:kept]}{'*' * (len(name) - 2 * kept)}{name[-kept:]}"
