"""A data-sharing platform (数据共享平台) of the demonstration: it imitates that of the province."""

from local.sharing.platform import SharingPeer

__all__ = ["SharingPeer"]
