"""轮换密钥: a new key of cursors, blind indexes or personal data takes the place of the one that writes now."""

import secrets
from datetime import datetime, timedelta

from chalicelib.durable.acts import RECORD_KEPT
from chalicelib.foundation import names, problems
from chalicelib.foundation.keyring import READ_AGAIN, WRITTEN_AFTER, StoredKeys, read_keys
from chalicelib.foundation.platform import Platform

# The key before may still compare the records of requests, which are kept for so long.
NEEDED_FOR = RECORD_KEPT
# After this time no process writes with the key before any more, also not one whose clock is wrong by minutes.
SETTLED = READ_AGAIN + timedelta(minutes=10)


def rotate(platform: Platform, purpose: str) -> StoredKeys:
    """The keys as they are now. Every process has read them before the new one writes.

    Conflict while an earlier rotation is not finished: a third key would leave what the first one has made unreadable.
    Of wrapping keys none ever ends, so there only the new one must have been read by every process.
    """
    stored, wall = _deployed(platform, purpose), platform.wall()
    if stored.previous and purpose == names.INDEX_KEY:
        title = "上一次轮换尚未完成：原密钥仍在使用，请先执行 yimen keys reindex"
        raise problems.Conflict(code="rotation_unfinished", title=title)
    if stored.current_from and wall < stored.current_from + SETTLED:
        title = f"上一次轮换刚刚进行，请在 {stored.current_from + SETTLED:%Y-%m-%d %H:%M} 之后再轮换"
        raise problems.Conflict(code="rotation_unfinished", title=title)
    fresh = StoredKeys(
        current=secrets.token_urlsafe(48),
        previous=stored.current,
        current_from=wall + WRITTEN_AFTER,
        earlier=_kept(stored) if purpose == names.WRAPPING_KEY else (),
    )
    _store(platform, purpose, fresh)
    return fresh


def _kept(stored: StoredKeys) -> tuple[str, ...]:
    """Rows that nobody has written since are sealed under these."""
    return (stored.previous, *stored.earlier) if stored.previous else ()


def require_settled(platform: Platform) -> StoredKeys:
    """The index keys, once no process writes with the one before any more. Conflict before that, and while there is
    only one key.
    """
    stored = _deployed(platform, names.INDEX_KEY)
    if stored.previous is None:
        raise problems.Conflict(code="no_rotation", title="索引密钥没有在轮换，无需重建索引")
    if stored.current_from and platform.wall() < stored.current_from + SETTLED:
        title = f"新密钥尚未在所有进程生效，请在 {stored.current_from + SETTLED:%Y-%m-%d %H:%M} 之后执行"
        raise problems.Conflict(code="rotation_unsettled", title=title)
    return stored


def end_previous(platform: Platform, stored: StoredKeys) -> datetime | None:
    """End the index key before. None when that is done; else the time from which it may be, because requests that were
    made with it may still come again. Every row must have been moved before.
    """
    ends = stored.current_from + NEEDED_FOR if stored.current_from else None
    if ends and platform.wall() < ends:
        return ends
    _store(platform, names.INDEX_KEY, StoredKeys(current=stored.current))
    return None


def _deployed(platform: Platform, purpose: str) -> StoredKeys:
    if platform.keyring.stored_in_settings(purpose):
        raise problems.Conflict(code="no_rotation", title="本机服务的密钥写在设置里，不能轮换")
    return read_keys(platform.secrets, platform.settings.stage, purpose)


def _store(platform: Platform, purpose: str, keys: StoredKeys) -> None:
    platform.secrets.put_secret_value(
        SecretId=names.key_secret(platform.settings.stage, purpose),
        SecretString=keys.model_dump_json(exclude_defaults=True),
        ClientRequestToken=secrets.token_hex(32),
    )
    platform.keyring.forget()
