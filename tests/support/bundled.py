"""The bundled network, read once for all tests of a process: a loaded network is immutable."""

import functools

import corridor as co


@functools.cache
def bundled_network() -> co.Network:
    return co.load_network()
