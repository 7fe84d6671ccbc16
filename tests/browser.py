"""A real Chromium for tests: headless, without a network, its complaints and its requests written down.

Pages are files on disk. Nothing sleeps: the driver returns when a page has loaded, and a picture is taken of what was
laid out by then.
"""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parent.parent
# Kept as output of CI.
PICTURES = ROOT / "build" / "pictures"
HEIGHT = 900
# What axe calls an obstacle that must go.
GRAVE = ("serious", "critical")
AXE = resources.files("axe_core_python") / "axe.min.js"

Driver = webdriver.Chrome


def programs() -> tuple[str, str] | None:
    """The browser and its driver, where both are installed."""
    browser = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@contextlib.contextmanager
def started(programs: tuple[str, str]) -> Iterator[Driver]:
    """A running browser with a profile of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dlgrade-browser-", ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = programs[0]
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--force-color-profile=srgb", "--font-render-hinting=none", "--no-first-run", "--disable-extensions",
            # No name is found and no address reached, whatever a page tries.
            "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
            f"--user-data-dir={profile}", f"--window-size=1280,{HEIGHT}",
        ):  # fmt: skip
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(programs[1]))
        try:
            # A machine under load is slow, not broken.
            driver.set_page_load_timeout(120)
            driver.set_script_timeout(120)
            yield driver
        finally:
            driver.quit()


def open_page(
    driver: Driver, path: Path, *, width: int = 1280, dark: bool = False, script: bool = True, paper: bool = False
) -> None:
    """Load a file as a reader of this kind sees it; what was written down before is forgotten."""
    driver.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
    resize(driver, width)
    theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print" if paper else "", "features": [theme]})
    complaints(driver)
    requests(driver)
    driver.get(path.resolve().as_uri())


def resize(driver: Driver, width: int, height: int = HEIGHT) -> None:
    """Lay the page out anew for a window of this size."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def complaints(driver: Driver) -> list[str]:
    """What the console was told since it was last asked: errors, warnings and what the page's policy refused."""
    return [entry["message"] for entry in driver.get_log("browser")]


def requests(driver: Driver) -> list[str]:
    """The addresses that were asked for since last asked, but those that a page's policy kept in."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    failed = [e["params"] for e in events if e["method"] == "Network.loadingFailed"]
    kept_in = {e["requestId"] for e in failed if e.get("blockedReason") == "csp"}
    return [e["request"]["url"] for e in sent if e["requestId"] not in kept_in]


def axe(driver: Driver) -> list[str]:
    """The serious and critical obstacles that axe-core finds: rule, what it means, and where."""
    # Put in by the driver, and so beyond the reach of the page's policy.
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = driver.execute_async_script("const done = arguments[0]; axe.run().then(done);")
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def picture(driver: Driver, name: str, width: int, height: int | None = None) -> Path:
    """A picture of the page at this width, whole or of its upper part, as `build/pictures/<name>-<width>.png`."""
    resize(driver, width)
    PICTURES.mkdir(parents=True, exist_ok=True)
    target = PICTURES / f"{name}-{width}.png"
    target.write_bytes(photograph(driver, width, height))
    return target


def photograph(driver: Driver, width: int, height: int | None = None) -> bytes:
    """The page as PNG, whole or of its upper part."""
    whole = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["height"]
    clip = {"x": 0, "y": 0, "width": width, "height": height or whole, "scale": 1}
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
    return base64.b64decode(shot["data"])
