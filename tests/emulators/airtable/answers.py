"""What the API answers when it refuses: status, type and message as the API's reference and its users' reports give them."""

from typing import Any, Final

Json = dict[str, Any]


class RefusedError(Exception):
    """An answer with a status of 400 or more."""

    def __init__(self, status: int, body: Json) -> None:
        self.status = status
        self.body = body
        super().__init__(f"{status} {body}")


def typed(status: int, kind: str, message: str) -> RefusedError:
    return RefusedError(status, {"error": {"type": kind, "message": message}})


def unauthorized() -> RefusedError:
    return typed(401, "AUTHENTICATION_REQUIRED", "Authentication required")


def forbidden() -> RefusedError:
    message = (
        "Invalid permissions, or the requested model was not found. Check that both your user and your token have the "
        "required permissions, and that the model names and/or ids are correct."
    )
    return typed(403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", message)


def not_found() -> RefusedError:
    return RefusedError(404, {"error": "NOT_FOUND"})


def record_not_found() -> RefusedError:
    return typed(404, "MODEL_ID_NOT_FOUND", "Record not found")


def row_missing(record: str) -> RefusedError:
    return typed(422, "ROW_DOES_NOT_EXIST", f"Record ID {record} does not exist in this table")


def unknown_field(name: str) -> RefusedError:
    return typed(422, "UNKNOWN_FIELD_NAME", f'Unknown field name: "{name}"')


def invalid_value(name: str) -> RefusedError:
    return typed(422, "INVALID_VALUE_FOR_COLUMN", f'Field "{name}" cannot accept the provided value')


def computed_field(name: str) -> RefusedError:
    message = f'Field "{name}" cannot accept a value because the field is computed'
    return typed(422, "INVALID_VALUE_FOR_COLUMN", message)


def new_choice(choice: str) -> RefusedError:
    message = f'Insufficient permissions to create new select option ""{choice}""'
    return typed(422, "INVALID_MULTIPLE_CHOICE_OPTIONS", message)


def invalid_request(
    message: str = "Invalid request: parameter validation failed. Check your request data.",
) -> RefusedError:
    return typed(422, "INVALID_REQUEST_UNKNOWN", message)


def unreadable_body() -> RefusedError:
    return typed(422, "INVALID_REQUEST_BODY", "Could not parse request body")


def too_large() -> RefusedError:
    return typed(413, "REQUEST_TOO_LARGE", "The request exceeded the maximum allowed payload size")


def bad_records(what: str) -> RefusedError:
    return typed(422, "INVALID_RECORDS", what)


def bad_formula() -> RefusedError:
    message = "The formula for filtering records is invalid: Invalid formula. Please check your formula text."
    return typed(422, "INVALID_FILTER_BY_FORMULA", message)


def expired_iterator() -> RefusedError:
    message = "The iterator has expired. Please try your request again from the beginning."
    return typed(422, "LIST_RECORDS_ITERATOR_NOT_AVAILABLE", message)


def bad_field_name() -> RefusedError:
    return typed(422, "DUPLICATE_OR_EMPTY_FIELD_NAME", "Field names must be unique and not empty")


def bad_table_name() -> RefusedError:
    return typed(422, "DUPLICATE_TABLE_NAME", "Cannot create a table with a name that is taken")


def bad_field_options(name: str, what: str) -> RefusedError:
    return typed(422, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE", f"Invalid options for {name}: {what}")


RATE_LIMITED: Final = RefusedError(
    429, {"errors": [{"error": "RATE_LIMIT_REACHED", "message": "Rate limit exceeded. Please try again later"}]}
)
SERVER_ERROR: Final = typed(500, "SERVER_ERROR", "An unexpected error occurred")
UNAVAILABLE: Final = typed(503, "SERVICE_UNAVAILABLE", "The server could not complete your request in time")
