"""One aiohttp application listening on 127.0.0.1."""

from aiohttp import web


class Site:
    """Serves one application until stopped; nothing outside this machine can reach it."""

    def __init__(self, app: web.Application, port: int = 0) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._port = port
        self.url = ""

    async def start(self) -> None:
        """Listen. `url` is known afterwards, without a slash at its end."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop listening and cut what is still open."""
        await self._runner.cleanup()
