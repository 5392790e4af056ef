"""HTTP: the server, and whether it is alive and ready.

server   routes, start and stop
health   ``/healthz``, ``/readyz``
"""
