#!/usr/bin/python3
"""The page in a real browser: it draws, sorts, filters, marks, prints, and asks for nothing.

    page_browser_test.py REPORT.html [FOLDER FOR SCREENSHOTS]

Ends with 77 where selenium, chromium or its driver is missing (python3-selenium, chromium,
chromium-driver).
"""
import pathlib
import shutil
import sys
import unittest

SKIPPED = 77
try:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print('python3-selenium is not installed: skipped')
    sys.exit(SKIPPED)
if not shutil.which('chromium') or not shutil.which('chromedriver'):
    print('chromium or chromium-driver is not installed: skipped')
    sys.exit(SKIPPED)

PAGE = pathlib.Path(sys.argv[1]).resolve()
SCREENSHOTS = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def open_page(width, height, dark=False):
    options = webdriver.ChromeOptions()
    for argument in ('--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--hide-scrollbars',
                     f'--window-size={width},{height}'):
        options.add_argument(argument)
    if width < 500:
        metrics = {'width': width, 'height': height, 'pixelRatio': 1}
        options.add_experimental_option('mobileEmulation', {'deviceMetrics': metrics})
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
    browser = webdriver.Chrome(options=options)
    if dark:
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {
            'features': [{'name': 'prefers-color-scheme', 'value': 'dark'}]})
    browser.get(PAGE.as_uri())
    return browser


def save(browser, name):
    if SCREENSHOTS:
        browser.save_screenshot(str(SCREENSHOTS / name))


OPEN_DETAILS = "document.querySelectorAll('details').forEach((node) => { node.open = true; })"

# The contrast of every text with what is behind it, as WCAG 2.1 defines it; texts below 4.5.
CONTRAST = r"""
const luminance = (colour) => {
  const [r, g, b] = colour.map((v) => v / 255).map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
const parse = (text) => { const n = text.match(/[\d.]+/g).map(Number); return n.length === 3 ? [...n, 1] : n; };
const behind = (node) => {
  const layers = [];
  let colour = [255, 255, 255];
  for (let at = node; at; at = at.parentElement) {
    const own = parse(getComputedStyle(at).backgroundColor);
    if (own[3] === 1) { colour = own.slice(0, 3); break; }
    layers.push(own);
  }
  for (const layer of layers.reverse()) colour = colour.map((v, i) => v * (1 - layer[3]) + layer[i] * layer[3]);
  return colour;
};
const bad = [];
for (const node of document.querySelectorAll('body *')) {
  if (['SCRIPT', 'NOSCRIPT', 'CANVAS'].includes(node.tagName) || node.getAttribute('aria-hidden') === 'true') continue;
  if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
  const [a, b] = [luminance(parse(getComputedStyle(node).color)), luminance(behind(node))].sort((x, y) => y - x);
  if ((a + .05) / (b + .05) < 4.5) bad.push([node.tagName, node.textContent.slice(0, 30), (a + .05) / (b + .05)]);
}
return bad;
"""

# Every control and table has a name, headings skip no level, no id stands twice.
NAMES = r"""
const bad = [];
const named = (node) => node.getAttribute('aria-label') || node.textContent.trim() ||
  (node.labels && node.labels.length && node.labels[0].textContent.trim());
for (const node of document.querySelectorAll('button, input, select, summary')) if (!named(node)) bad.push(node.outerHTML);
for (const node of document.querySelectorAll('table')) if (!node.caption || !node.caption.textContent) bad.push('table without caption');
for (const node of document.querySelectorAll('th')) if (!node.scope) bad.push('th without scope: ' + node.textContent);
for (const node of document.querySelectorAll('canvas')) if (!node.getAttribute('aria-label')) bad.push('canvas without label');
let level = 0;
for (const node of document.querySelectorAll('h1, h2, h3')) {
  const own = Number(node.tagName[1]);
  if (own > level + 1) bad.push('heading skips a level: ' + node.textContent);
  level = own;
}
const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
if (new Set(ids).size !== ids.length) bad.push('an id stands twice');
if (!document.documentElement.lang) bad.push('no lang');
return bad;
"""


class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = open_page(1400, 1000)
        save(cls.browser, 'wide.png')

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()

    def rows(self):
        rows = self.browser.find_elements(By.CSS_SELECTOR, '#comparison tbody tr')
        return [row for row in rows if row.is_displayed()]

    def column(self, index):
        cells = [row.find_elements(By.CSS_SELECTOR, 'th, td')[index] for row in self.rows()]
        return [cell.text.split('\n')[0] for cell in cells]

    def marked(self):
        return self.browser.find_elements(By.CSS_SELECTOR, 'tr.marked')

    def test_draws_without_a_message_and_asks_for_nothing(self):
        self.assertEqual(self.browser.get_log('browser'), [])
        self.assertEqual(self.browser.execute_script(
            "return performance.getEntriesByType('resource').map((entry) => entry.name)"), [])
        for section in ('verdict', 'best', 'comparison', 'suites', 'failures', 'provenance'):
            text = self.browser.find_element(By.ID, section).text
            self.assertGreater(len(text.split('\n')), 1, section)
        self.assertTrue(self.browser.execute_script(
            "const c = document.querySelector('#frontier canvas');"
            "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)"))

    def test_sorts_by_what_is_pressed_both_ways(self):
        heads = self.browser.find_elements(By.CSS_SELECTOR, '#comparison thead button')
        at = [head.text.startswith('retention') for head in heads].index(True)
        for order in ('descending', 'ascending'):
            heads[at].send_keys(Keys.ENTER)
            values = [float(value) for value in self.column(at) if value != '–']
            self.assertGreater(len(set(values)), 1)
            self.assertEqual(values, sorted(values, reverse=order == 'descending'))
            head = heads[at].find_element(By.XPATH, '..')
            self.assertEqual(head.get_attribute('aria-sort'), order)

    def test_filters(self):
        every = len(self.rows())
        field = self.browser.find_element(By.ID, 'filter')
        field.send_keys('mixed')
        names = self.column(0)
        self.assertTrue(0 < len(names) < every)
        for name in names:
            self.assertIn('mixed', name)
        field.send_keys(Keys.BACKSPACE * 5)
        self.assertEqual(len(self.rows()), every)

    def test_marks_a_setting_in_every_place(self):
        row = next(row for row in self.rows() if 'mixed' in row.text)
        button = row.find_element(By.TAG_NAME, 'button')
        button.send_keys(Keys.SPACE)
        self.assertEqual({row.get_attribute('data-setting') for row in self.marked()},
                         {button.get_attribute('data-mark')})
        self.assertEqual(button.get_attribute('aria-pressed'), 'true')
        radii = 'return chart.data.datasets.flatMap((set) => set.pointRadius)'
        self.assertIn(9, self.browser.execute_script(radii))
        button.send_keys(Keys.SPACE)
        self.assertEqual(self.marked(), [])
        self.assertNotIn(9, self.browser.execute_script(radii))

    def test_a_point_that_is_clicked_marks_its_row(self):
        x, y, setting = self.browser.execute_script(
            "chart.canvas.scrollIntoView({block: 'center'});"
            "const at = chart.getDatasetMeta(1).data[0], box = chart.canvas.getBoundingClientRect();"
            "return [box.left + at.x, box.top + at.y, chart.data.datasets[1].data[0].trial.setting]")
        for kind in ('mousePressed', 'mouseReleased'):
            self.browser.execute_cdp_cmd('Input.dispatchMouseEvent', {
                'type': kind, 'x': x, 'y': y, 'button': 'left', 'clickCount': 1})
        self.assertIn(str(setting), [row.get_attribute('data-setting') for row in self.marked()])
        self.browser.execute_script('mark(null)')

    def test_prints(self):
        self.assertGreater(len(self.browser.execute_cdp_cmd('Page.printToPDF', {})['data']), 10000)

    def test_names_and_contrast(self):
        self.browser.execute_script(OPEN_DETAILS)
        self.assertEqual(self.browser.execute_script(NAMES), [])
        self.assertEqual(self.browser.execute_script(CONTRAST), [])
        dark = open_page(1400, 1000, dark=True)
        try:
            save(dark, 'dark.png')
            dark.execute_script(OPEN_DETAILS)
            self.assertEqual(dark.execute_script(
                'return getComputedStyle(document.body).backgroundColor'), 'rgb(15, 20, 26)')
            self.assertEqual(dark.execute_script(CONTRAST), [])
        finally:
            dark.quit()

    def test_fits_a_phone(self):
        phone = open_page(400, 900)
        try:
            save(phone, 'phone.png')
            width = phone.execute_script('return document.documentElement.scrollWidth')
            self.assertLessEqual(width, 400)
        finally:
            phone.quit()


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
