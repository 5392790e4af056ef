"""Microsoft's clouds: where keys and tokens are asked for, and who signs what comes in.

Values: microsoft/teams.py, ``cloud_environment.py``; learn.microsoft.com, "Bot Connector authentication".
"""

from dataclasses import dataclass, replace

from bot.settings import TeamsSettings

CHANNEL = "msteams"
"""Teams among the channels that a Bot Framework service may serve."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """The endpoints of one cloud. ``{tenant}`` in ``token_url`` stands for the tenant that gives the token.

    ``tenant`` gives it to an app that serves several tenants. ``graph`` is where Microsoft Graph is, and
    ``graph_scope`` what its tokens are for ("Microsoft Graph national cloud deployments").
    """

    metadata_url: str
    issuer: str
    token_url: str
    tenant: str
    scope: str
    graph: str
    graph_scope: str


_AUTHORITY = "/{tenant}/oauth2/v2.0/token"
_METADATA = "/v1/.well-known/openidconfiguration"

_US = Cloud(
    metadata_url=f"https://login.botframework.azure.us{_METADATA}",
    issuer="https://api.botframework.us",
    token_url=f"https://login.microsoftonline.us{_AUTHORITY}",
    tenant="MicrosoftServices.onmicrosoft.us",
    scope="https://api.botframework.us/.default",
    graph="https://graph.microsoft.us",
    graph_scope="https://graph.microsoft.us/.default",
)

CLOUDS = {
    "public": Cloud(
        metadata_url=f"https://login.botframework.com{_METADATA}",
        issuer="https://api.botframework.com",
        token_url=f"https://login.microsoftonline.com{_AUTHORITY}",
        tenant="botframework.com",
        scope="https://api.botframework.com/.default",
        graph="https://graph.microsoft.com",
        graph_scope="https://graph.microsoft.com/.default",
    ),
    "usgov": _US,
    "usgovdod": replace(
        _US, graph="https://dod-graph.microsoft.us", graph_scope="https://dod-graph.microsoft.us/.default"
    ),
    "china": Cloud(
        metadata_url=f"https://login.botframework.azure.cn{_METADATA}",
        issuer="https://api.botframework.azure.cn",
        token_url=f"https://login.partner.microsoftonline.cn{_AUTHORITY}",
        tenant="microsoftservices.partner.onmschina.cn",
        scope="https://api.botframework.azure.cn/.default",
        graph="https://microsoftgraph.chinacloudapi.cn",
        graph_scope="https://microsoftgraph.chinacloudapi.cn/.default",
    ),
}


def cloud_of(settings: TeamsSettings) -> Cloud:
    """The cloud that the settings name, with whatever they say otherwise."""
    cloud = CLOUDS[settings.cloud]
    return replace(
        cloud,
        metadata_url=settings.metadata_url or cloud.metadata_url,
        token_url=settings.token_url or cloud.token_url,
        tenant=settings.tenant or cloud.tenant,
        graph=settings.graph_url or cloud.graph,
    )
