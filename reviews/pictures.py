"""The pictures of the overview as numbers for SVG; beside each stands its table."""

from __future__ import annotations

from reviews.overview import STEPS, Overview

WIDTH, ROW, LEFT, CHART = 1000, 34, 330, 180


def pipeline_picture(overview: Overview) -> dict:
    """One bar for each standing, as long as there are courses in it."""
    most = max((standing.count for standing in overview.standings), default=0) or 1
    bars = [
        {
            "label": standing.label,
            "count": standing.count,
            "y": number * ROW,
            "text_y": number * ROW + 20,
            "width": round((WIDTH - LEFT - 60) * standing.count / most, 1),
        }
        for number, standing in enumerate(overview.standings)
    ]
    for bar in bars:
        bar["count_x"] = LEFT + bar["width"] + 8
    return {"bars": bars, "width": WIDTH, "height": ROW * len(bars), "left": LEFT}


def trend_picture(overview: Overview) -> dict:
    """A group of bars for each month, one bar for each step, told apart by pattern and place."""
    most = max((count for _month, counts in overview.months for count in counts.values()), default=0) or 1
    room = WIDTH / len(overview.months)
    bar_width = (room - 16) / len(STEPS)
    groups = []
    for number, (month, counts) in enumerate(overview.months):
        bars = []
        for place, step in enumerate(STEPS):
            height = round(CHART * counts[step] / most, 1)
            x = round(number * room + 8 + place * bar_width, 1)
            bars.append({"x": x, "y": round(CHART - height, 1), "width": round(bar_width - 2, 1), "height": height})
            bars[-1]["opacity"] = ("0.3", "0.55", "0.8", "1")[place]
        middle = round(number * room + room / 2, 1)
        groups.append({"bars": bars, "x": middle, "label": f"{month:%m.%y}"})
    return {"groups": groups, "width": WIDTH, "height": CHART + 30, "base": CHART, "text_y": CHART + 22}
