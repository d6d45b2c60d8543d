"""Refusals in the form in which Google's APIs answer them."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """An HTTP status with Google's error body."""

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message

    @property
    def body(self) -> Json:
        return {"error": {"code": self.code, "message": self.message, "status": self.status}}


def invalid(message: str) -> ApiError:
    return ApiError(400, "INVALID_ARGUMENT", message)


def missing() -> ApiError:
    return ApiError(404, "NOT_FOUND", "Requested entity was not found.")
