"""Secret scopes, in memory."""

import base64
from typing import Any

from fake_workspace.errors import ApiError, missing, text_of


class Secrets:
    def __init__(self) -> None:
        self.scopes: dict[str, dict[str, str]] = {}

    def create_scope(self, given: dict[str, Any]) -> dict[str, Any]:
        scope = text_of(given, "scope")
        if scope in self.scopes:
            raise ApiError(400, "RESOURCE_ALREADY_EXISTS", f"Scope {scope} already exists!")
        self.scopes[scope] = {}
        return {}

    def list_scopes(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"scopes": [{"name": name, "backend_type": "DATABRICKS"} for name in self.scopes]}

    def delete_scope(self, given: dict[str, Any]) -> dict[str, Any]:
        self._scope(given)
        del self.scopes[given["scope"]]
        return {}

    def put(self, given: dict[str, Any]) -> dict[str, Any]:
        scope, key = self._scope(given), text_of(given, "key")
        if "bytes_value" in given:
            scope[key] = base64.b64decode(given["bytes_value"]).decode()
        else:
            scope[key] = text_of(given, "string_value")
        return {}

    def list_keys(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"secrets": [{"key": key} for key in self._scope(given)]}

    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        scope, key = self._scope(given), self._key(given)
        return {"key": key, "value": base64.b64encode(scope[key].encode()).decode()}

    def delete(self, given: dict[str, Any]) -> dict[str, Any]:
        del self._scope(given)[self._key(given)]
        return {}

    def _scope(self, given: dict[str, Any]) -> dict[str, str]:
        name = text_of(given, "scope")
        if name not in self.scopes:
            raise missing(f"Scope {name} does not exist!")
        return self.scopes[name]

    def _key(self, given: dict[str, Any]) -> str:
        key = text_of(given, "key")
        if key not in self._scope(given):
            raise missing(f"Secret does not exist with scope: {given['scope']} and key: {key}")
        return key
