"""HTTP: the server, and whether it is alive and ready.

server     routes, start and stop
watch      what every request goes through
health     ``/healthz``, ``/readyz``
readiness  what ``/readyz`` asks
metrics    ``/metrics``
"""
