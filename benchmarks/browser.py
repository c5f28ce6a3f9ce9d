"""Browser: Chromium with a stopwatch in the page, which notes every key press and every frame in which a chart has changed."""
from collections.abc import Iterator
from contextlib import contextmanager

from tools import chromium

NO_CHROMIUM = "no Chromium was found: install it or set SEGKIT_CHROMIUM"
# Noted when the frame that shows the change has been painted: the task after the next animation frame.
_STOPWATCH = """
window.watch = { keys: [], frames: [], pending: new Set() };
addEventListener('keydown', event => watch.keys.push(performance.now()), true);
const note = name => {
  if (watch.pending.has(name)) return;
  watch.pending.add(name);
  requestAnimationFrame(() => setTimeout(() => { watch.pending.delete(name); watch.frames.push([name, performance.now()]); }));
};
new MutationObserver(changes => {
  for (const change of changes) {
    const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
    const chart = element && element.closest('[data-testid="stVegaLiteChart"]');
    if (chart && element.closest('svg')) note(String([...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].indexOf(chart)));
  }
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""


@contextmanager
def pages(*addresses: str) -> Iterator[list]:
    """Yield one open page per address, each a visitor of its own, when all stand still."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        opened = [_open(browser, address) for address in addresses]
        yield opened
        browser.close()


def _open(browser, address: str):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(_STOPWATCH)
    page.goto(address, wait_until="domcontentloaded")
    page.locator('[data-testid="stVegaLiteChart"] svg').first.wait_for(timeout=120_000)
    settle(page)
    return page


def settle(page) -> None:
    """Wait until no script runs and nothing has changed in the charts for half a second."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=120_000)
    page.wait_for_timeout(500)


def slider(page, label: str):
    """Return the slider of that label."""
    return page.get_by_role("slider", name=label).first


def press(page, handle, key: str) -> list[tuple[int, float]]:
    """Press a key on the slider; return (which chart, milliseconds until its new picture was on screen), first to last."""
    page.evaluate("watch.keys.length = watch.frames.length = 0")
    handle.press(key)
    page.wait_for_timeout(600)
    settle(page)
    keys, frames = page.evaluate("[watch.keys, watch.frames]")
    return [(int(chart), at - keys[0]) for chart, at in frames if keys and at >= keys[0]]


def drag(page, handle, seconds: float = 2.0) -> int:
    """Drag the slider to the right; return in how many frames the first chart changed before the hand let go."""
    x, y, length = _grip(handle)
    page.mouse.move(x, y)
    page.mouse.down()
    page.wait_for_timeout(400)
    page.evaluate("watch.frames.length = 0; window.begun = performance.now()")
    share = 0.0
    while share < 1:
        page.mouse.move(x + length * share, y)
        page.wait_for_timeout(10)
        share = page.evaluate("performance.now() - begun") / (seconds * 1000)
    changed = page.evaluate(f"watch.frames.filter(f => f[0] === '0' && f[1] <= begun + {seconds * 1000}).length")
    page.mouse.up()
    settle(page)
    return changed


def _grip(handle) -> tuple[float, float, float]:
    """Return where to take hold of the slider and how far to pull: Streamlit's handle is a small box, ours the whole track."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    y = box["y"] + box["height"] / 2
    if box["width"] > 80:
        return box["x"] + box["width"] * 0.25, y, box["width"] * 0.5
    return box["x"] + box["width"] / 2, y, 250.0
