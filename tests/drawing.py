"""A page of HTML as a picture of its own height, by chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

OUT = Path(__file__).parents[1] / "deploy" / "pictures"


def draw(name: str, style: str, body: str, folder: Path) -> None:
    """Write deploy/pictures/<name>.png."""
    page = folder / f"{name}.html"
    page.write_text(f"<meta charset=utf-8><style>{style}</style>{body}", "utf-8")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "chromium is not installed: the pictures can't be drawn here"
    common = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    measured = f"{page.read_text('utf-8')}<script>document.title=document.body.scrollHeight</script>"
    page.write_text(measured, "utf-8")
    asked = [*common, "--dump-dom", str(page)]
    dom = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)
    height = int(re.search(r"<title>([0-9]+)</title>", dom.stdout)[1])  # type: ignore[index]
    subprocess.run(
        [*common, f"--screenshot={OUT / f'{name}.png'}", f"--window-size=640,{height + 8}",
         "--force-device-scale-factor=1.5", str(page)], capture_output=True, timeout=60, check=True,
    )  # fmt: skip
