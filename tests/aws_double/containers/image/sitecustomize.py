"""Keeps a container's processes off the network: Python imports this before anything else."""

import errno
import ipaddress
import os
import sys

_ADDRESSED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}
_NAMED = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _is_here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(os.fsdecode(host).partition("%")[0]).is_loopback
    except (TypeError, ValueError):
        return False


def _guard(event: str, arguments: tuple) -> None:
    if event in _ADDRESSED:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # else a path of this machine's
        refused = host == "" if event == "socket.bind" else False  # every interface
    elif event in _NAMED:
        host, refused = arguments[0], False
    else:
        return
    if refused or not _is_here(host):
        raise OSError(errno.ENETUNREACH, f"This container has no network: {host!r}")


sys.addaudithook(_guard)
