"""Russian, where the portal differs from Django: short dates everywhere in tables, both input forms."""

DATETIME_FORMAT = "d.m.Y H:i"
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
