"""A video block as a lecture: its address, and its length where the export states one."""

import json
import re

from django.utils.translation import gettext_lazy as _
from lxml import etree

from courses.document.types import Lecture

from .answers import decimal_of
from .markdown import Lost

YOUTUBE = re.compile(r"[A-Za-z0-9_-]{6,20}")
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:\.\d+)?")
ADDRESS = re.compile(r"https?://[\x21-\x7e\xa1-\ud7ff\ue000-\uffff]{1,2000}")
NO_SOURCE = _("The video has no address in the export; the lecture is without a video.")
TRANSCRIPT = _("Transcripts and handouts of videos are not carried over.")


def read_lecture(element: etree._Element, *, title: str, lost: Lost) -> Lecture:
    """The lecture. An excerpt of a longer video is as long as the part that is played."""
    address = youtube_address(element) or file_address(element)
    if address is None:
        lost("video", NO_SOURCE)
    if element.get("sub") or element.find(".//transcript") is not None or element.find("track") is not None:
        lost("transcript", TRANSCRIPT)
    return Lecture(title=title, seconds=length_of(element), video=address)


def youtube_address(element: etree._Element) -> str | None:
    speeds = [entry.partition(":")[::2] for entry in (element.get("youtube") or "").split(",")]
    normal = [name for speed, name in speeds if speed.strip() in ("1.0", "1.00", "1")]
    for name in (element.get("youtube_id_1_0"), *normal, *(name for _speed, name in speeds)):
        name = (name or "").strip()
        if YOUTUBE.fullmatch(name):
            return f"https://www.youtube.com/watch?v={name}"
    return None


def file_address(element: etree._Element) -> str | None:
    try:
        listed = json.loads(element.get("html5_sources") or "[]")
    except (ValueError, RecursionError):
        listed = []
    sources = [source for source in listed if isinstance(source, str)] if isinstance(listed, list) else []
    sources += [found.get("src") or "" for found in element.iter("source", "encoded_video")]
    sources += [found.get("url") or "" for found in element.iter("encoded_video")]
    sources.append(element.get("source") or "")
    addresses = (source.strip() for source in sources)
    return next((text for text in addresses if ADDRESS.fullmatch(text)), None)


def length_of(element: etree._Element) -> int | None:
    """Seconds, where the export gives the file's length or the part that is played."""
    start = clock(element.get("start_time") or element.get("from")) or 0
    end = clock(element.get("end_time") or element.get("to"))
    if end is not None and end > start:
        return end - start
    for asset in element.iter("video_asset"):
        whole = decimal_of(asset.get("duration"))
        if whole is not None and round(whole) > start:
            return round(whole) - start
    return None


def clock(text: str | None) -> int | None:
    """Seconds of ``01:02:03``, ``2:03`` or a plain number; None for nothing and for nought."""
    text = (text or "").strip().strip('"')
    match = CLOCK.fullmatch(text)
    if match:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds or None
    value = decimal_of(text)
    return int(value) or None if value is not None and value > 0 else None
