"""What a chat must know of Baton before it can be installed there: ``slack.json``, Slack's app manifest.

``baton manifest slack --url https://baton.example.com`` prints it with the address filled in.
"""

import json
from importlib.resources import files
from typing import Any

ADDRESS = "https://baton.example.com"
"""Where the manifest says that Baton is, until somebody says otherwise."""


def slack(url: str) -> dict[str, Any]:
    """Slack's app manifest for a Baton that is reached at this address."""
    text = files(__name__).joinpath("slack.json").read_text(encoding="utf-8")
    manifest: dict[str, Any] = json.loads(text.replace(ADDRESS, url.rstrip("/")))
    return manifest
