"""Where a request comes from, and which origin people see, believing proxies that we trust."""

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(request: HTTPConnection, proxies: tuple[str, ...]) -> str:
    """Return the address of the client: the last one that is not a trusted proxy's."""
    peer = request.client.host if request.client else ""
    return forwarded_address(peer, ",".join(request.headers.getlist("x-forwarded-for")), proxies)


def forwarded_address(peer: str, forwarded: str, proxies: tuple[str, ...]) -> str:
    """Return the client's address, of the peer's and all the X-Forwarded-For that came with it."""
    address = peer
    for hop in reversed([hop.strip() for hop in forwarded.split(",") if hop.strip()]):
        if not _trusted(address, proxies):
            break
        if not _is_address(hop):
            break
        address = hop
    return address


def own_origin(request: HTTPConnection, public_url: str, proxies: tuple[str, ...]) -> str:
    """Return the origin (RFC 6454) that people type: configured, or as this request was asked."""
    if public_url:
        parts = urlsplit(public_url)
        return f"{parts.scheme}://{parts.netloc}".lower()
    scheme = request.url.scheme
    peer = request.client.host if request.client else ""
    if _trusted(peer, proxies):
        scheme = request.headers.get("x-forwarded-proto", scheme)
    return f"{scheme}://{request.headers.get('host', '')}".lower()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _trusted(address: str, proxies: tuple[str, ...]) -> bool:
    if not proxies or not _is_address(address):
        return False
    return any(ipaddress.ip_address(address) in network for network in _networks(proxies))


@lru_cache
def _networks(proxies: tuple[str, ...]) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(proxy, strict=False) for proxy in proxies)
