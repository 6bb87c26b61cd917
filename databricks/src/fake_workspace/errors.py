"""How the service says no."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """An answer with this HTTP status and the body `{"error_code", "message"}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def invalid(message: str) -> ApiError:
    return ApiError(400, "INVALID_PARAMETER_VALUE", message)


def missing(message: str) -> ApiError:
    return ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)


def text_of(given: Mapping[str, Any], name: str) -> str:
    """A field that must be there. Raises ApiError."""
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise invalid(f"Missing required field: {name}")
    return value


def number_of(given: Mapping[str, Any], name: str) -> int:
    """A field that must be there, as a number or as its digits, which the service takes too. Raises
    ApiError."""
    try:
        return int(given[name])
    except (KeyError, TypeError, ValueError):
        raise invalid(f"Missing or invalid required field: {name}") from None
