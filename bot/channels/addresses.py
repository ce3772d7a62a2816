"""The network address a request comes from, behind proxies that we trust."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from fastapi import Request


class Addresses:
    """Believes ``X-Forwarded-For`` only as far as trusted proxies wrote it."""

    def __init__(self, trusted_proxies: str) -> None:
        self._trusted = [ip_network(part.strip(), strict=False) for part in trusted_proxies.split(",") if part.strip()]

    def of(self, request: Request) -> str:
        """The nearest address that isn't a trusted proxy."""
        address = request.client.host if request.client else ""
        if not self._trusted:
            return address
        hops = [hop.strip() for value in request.headers.getlist("x-forwarded-for") for hop in value.split(",")]
        for hop in reversed(hops):
            if not self._is_trusted(address):
                return address
            if not _is_address(hop):
                return address
            address = hop
        return address

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(_within(address, network) for network in self._trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _within(address: str, network: IPv4Network | IPv6Network) -> bool:
    return ip_address(address) in network
