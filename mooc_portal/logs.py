"""How the portal logs: one event a line, readable or as JSON, the same for its own code and for libraries."""

import structlog

SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]
KEY_VALUES = structlog.processors.KeyValueRenderer(
    key_order=["timestamp", "level", "logger", "event"], repr_native_str=False
)


def readable(logger, name: str, event: dict) -> str:
    """Keys and values on a line, a traceback beneath it as Python prints it."""
    traceback = event.pop("exception", None)
    line = KEY_VALUES(logger, name, event)
    return f"{line}\n{traceback}" if traceback else line


RENDERERS = {"json": structlog.processors.JSONRenderer(ensure_ascii=False), "text": readable}


def logging_of(*, form: str, level: str) -> dict:
    """The LOGGING setting: everything to standard error in that form (json or text)."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, RENDERERS[form]],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Once a line to standard error is enough: without this Django writes requests that failed twice.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
