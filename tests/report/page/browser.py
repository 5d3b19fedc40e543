"""A page in a real browser: what the tests of this folder share.

A test is called with the page, and with a folder where it wants screenshots. It ends with 77 where
selenium, chromium or its driver is missing (python3-selenium, chromium, chromium-driver).
"""

import contextlib
import pathlib
import shutil
import sys

SKIPPED = 77
try:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select
except ImportError:
    print('skipped: needs selenium (package python3-selenium)')
    sys.exit(SKIPPED)
if not shutil.which('chromium') or not shutil.which('chromedriver'):
    print('skipped: needs chromium and its driver (packages chromium, chromium-driver)')
    sys.exit(SKIPPED)

PAGE = pathlib.Path(sys.argv[1]).resolve()
SCREENSHOTS = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
CHECKS = (pathlib.Path(__file__).parent / 'page_checks.js').read_text()
BYTES_ALLOWED = 3_000_000
GROUND = {'light': 'rgb(255, 255, 255)', 'dark': 'rgb(15, 20, 26)'}


@contextlib.contextmanager
def opened(width, height, scheme='light'):
    options = webdriver.ChromeOptions()
    for argument in (
        '--headless=new',
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--hide-scrollbars',
        f'--window-size={width},{height}',
    ):
        options.add_argument(argument)
    if width < 500:
        metrics = {'width': width, 'height': height, 'pixelRatio': 1}
        options.add_experimental_option('mobileEmulation', {'deviceMetrics': metrics})
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
    browser = webdriver.Chrome(options=options)
    try:
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {
            'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})
        browser.get(PAGE.as_uri())
        yield browser
    finally:
        browser.quit()


def save(browser, name):
    if SCREENSHOTS:
        browser.save_screenshot(str(SCREENSHOTS / name))


def open_details(browser):
    """Opens all that is folded; what it holds is drawn in the events that follow."""
    browser.execute_async_script(
        "document.querySelectorAll('details').forEach((node) => { node.open = true; });"
        "setTimeout(arguments[0], 200);")


def wrong(browser, check):
    return browser.execute_script(f'{CHECKS}\nreturn {check}();')
