"""What a chat must know of Baton before it can be installed there.

In reading order:

    slack.json   Slack's app manifest
    teams.json   the manifest of Teams's app package; color.png and outline.png are its icons, icon.py draws them

``baton manifest slack --url https://baton.example.com`` prints it with the address filled in, ``baton manifest teams``
with the app's id, too; ``--out baton.zip`` makes the package that Teams takes.
"""

import json
import zipfile
from importlib.resources import files
from io import BytesIO
from typing import Any
from uuid import UUID

ADDRESS = "https://baton.example.com"
"""Where the manifests say that Baton is, until somebody says otherwise."""

APP_ID = str(UUID(int=0))
"""Who the Teams manifest says that Baton is, until somebody says otherwise."""

ICONS = ("color.png", "outline.png")
READ_THREADS = ("ChannelMessage.Read.Group", "ChatMessage.Read.Chat")
"""With these, Teams lets Baton hear every message where it is installed, and Microsoft Graph lets it read a channel's
threads; a team's owner agrees to it."""

_THEN = (1980, 1, 1, 0, 0, 0)  # the first day of zip: the same manifest makes the same package


def slack(url: str) -> dict[str, Any]:
    """Slack's app manifest for a Baton that is reached at this address."""
    return _read("slack.json", {ADDRESS: url.rstrip("/")})


def teams(app_id: str, url: str, *, read_threads: bool = False) -> dict[str, Any]:
    """Teams's manifest for the bot of this id, as Microsoft Entra has it; raises ValueError for what is no id.

    ``url`` is where people find who runs it. With ``read_threads`` the app asks to hear every message, and to read.
    """
    named = str(UUID(app_id))
    manifest = _read("teams.json", {APP_ID: named, ADDRESS: url.rstrip("/")})
    if not read_threads:
        return manifest
    permissions = [{"name": name, "type": "Application"} for name in READ_THREADS]
    # Teams reads no more of it than that it is there ("Grant RSC permissions to an app").
    application = {"id": named, "resource": "https://RscBasedStoreApp"}
    consent = {"permissions": {"resourceSpecific": permissions}}
    return {**manifest, "webApplicationInfo": application, "authorization": consent}


def package(manifest: dict[str, Any]) -> bytes:
    """The package that is given to Teams: the manifest and its icons."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"manifest.json": json.dumps(manifest, indent=2).encode(), **_icons()}.items():
            package.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _icons() -> dict[str, bytes]:
    return {name: files(__name__).joinpath(name).read_bytes() for name in ICONS}


def _read(name: str, instead: dict[str, str]) -> dict[str, Any]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    for said, meant in instead.items():
        text = text.replace(said, json.dumps(meant)[1:-1])
    manifest: dict[str, Any] = json.loads(text)
    return manifest
