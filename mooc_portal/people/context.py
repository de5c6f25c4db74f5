"""What every template knows of the reader."""


def person(request) -> dict:
    return {}
