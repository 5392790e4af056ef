"""JSON schemas as structured outputs take them: what is refused, and making a value fit.

https://platform.claude.com/docs/en/build-with-claude/structured-outputs
"""

from collections.abc import Iterator, Mapping
from typing import Any

_UNSUPPORTED = frozenset({"minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems"})
_EMPTY: Mapping[str, Any] = {
    "string": "",
    "integer": 0,
    "number": 0,
    "boolean": False,
    "array": [],
    "null": None,
}


def schema_problems(schema: Any, at: str = "output_config.format.schema") -> Iterator[str]:
    """Why the API would not take this schema."""
    if not isinstance(schema, dict):
        yield f"{at}: Input should be a valid dictionary"
        return
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        yield f"{at}: For 'object' type, 'additionalProperties' must be explicitly set to false"
    if bad := sorted(_UNSUPPORTED & schema.keys()):
        yield f"{at}: For '{schema.get('type')}' type, properties {', '.join(bad)} are not supported"
    for name, inside in schema.get("properties", {}).items():
        yield from schema_problems(inside, f"{at}.properties.{name}")
    if "items" in schema:
        yield from schema_problems(schema["items"], f"{at}.items")


def fitted(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value with what the schema does not know left out and what it requires filled in."""
    if "enum" in schema:
        return value if value in schema["enum"] else schema["enum"][0]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        given = value if isinstance(value, dict) else {}
        return {name: fitted(given.get(name), inside) for name, inside in schema["properties"].items()}
    if kind == "array":
        return [fitted(item, schema.get("items", {})) for item in value or []]
    return _EMPTY.get(str(kind)) if value is None else value
