#!/usr/bin/python3
"""The page in a real browser: it draws, sorts, filters, marks, prints, and asks for nothing.

    page_browser_test.py REPORT.html [FOLDER FOR SCREENSHOTS]

REPORT.html is of a run with pictures, of `mixed_finetune` at several N and one other remediation at
least, with published figures beside it. See browser.py.
"""

import base64
import json
import sys
import unittest

from browser import (
    BYTES_ALLOWED,
    By,
    GROUND,
    Keys,
    PAGE,
    SCREENSHOTS,
    Select,
    open_details,
    opened,
    save,
    wrong,
)


class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = opened(1400, 1000)
        cls.browser = cls.context.__enter__()
        save(cls.browser, 'wide.png')

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def tearDown(self):
        self.browser.execute_script('mark(null)')

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def rows(self):
        return [row for row in self.find_all('#comparison tbody tr') if row.is_displayed()]

    def column(self, index):
        cells = [row.find_elements(By.CSS_SELECTOR, 'th, td')[index] for row in self.rows()]
        return [cell.text.split('\n')[0] for cell in cells]

    def marked(self):
        """Indices of settings, by the section in which they are marked."""
        return self.browser.execute_script(
            "const found = {};"
            "for (const node of document.querySelectorAll('.marked'))"
            "  (found[node.closest('section').id] ??= []).push(node.dataset.setting);"
            "return found;")

    def test_draws_without_a_message(self):
        self.assertEqual(self.browser.get_log('browser'), [])
        for section in (
            'verdict',
            'sure',
            'breaks',
            'best',
            'equal-fix',
            'learned',
            'images',
            'comparison',
            'sweeps',
            'lines',
            'trends',
            'suites',
            'failures',
            'provenance',
        ):
            self.assertGreater(len(self.find(f'#{section}').text.split('\n')), 1, section)
        for canvas in self.find_all('canvas'):
            self.assertTrue(
                self.browser.execute_script(
                    "const c = arguments[0];"
                    "return c.getContext('2d').getImageData(0, 0, c.width, "
                    "c.height).data.some((v) => v > 0)",
                    canvas,
                )
            )

    def test_asks_for_nothing_but_itself(self):
        sent = [
            json.loads(entry['message'])['message'] for entry in self.browser.get_log('performance')
        ]
        urls = {message['params']['request']['url'] for message in sent
                if message['method'] == 'Network.requestWillBeSent'}
        self.assertIn(PAGE.as_uri(), urls)
        self.assertEqual(
            [url for url in urls if url != PAGE.as_uri() and not url.startswith('data:')], []
        )

    def test_is_not_too_large(self):
        self.assertLess(PAGE.stat().st_size, BYTES_ALLOWED)

    def test_sorts_by_what_is_pressed_both_ways(self):
        heads = self.find_all('#comparison thead button')
        at = [head.text.startswith('retention') for head in heads].index(True)
        for order in ('descending', 'ascending'):
            heads[at].send_keys(Keys.ENTER)
            values = [float(value) for value in self.column(at) if value != '–']
            self.assertGreater(len(set(values)), 1)
            self.assertEqual(values, sorted(values, reverse=order == 'descending'))
            head = heads[at].find_element(By.XPATH, '..')
            self.assertEqual(head.get_attribute('aria-sort'), order)
        heads[0].send_keys(Keys.SPACE)
        self.assertEqual(
            self.column(0)[0].split(',')[0], min(name.split(',')[0] for name in self.column(0))
        )

    def test_p_values_that_look_alike_are_shown_and_not_a_dash(self):
        def shown(low, high, over=5):
            return self.browser.execute_script(
                'const made = cell(arguments[0], "p", 5); return [made.text, made.range]',
                [None, low, high, over],
            )

        self.assertEqual(shown(1e-9, 1e-5), ['<0.001', ''])
        self.assertEqual(shown(1e-9, 1e-5, 4), ['<0.001', '4 of 5 trials'])
        self.assertEqual(shown(1e-9, 0.25), ['<0.001 to 0.250', ''])
        self.assertEqual(shown(0.9996, 0.9999), ['>0.999', ''])
        self.assertEqual(shown(0.9996, 1), ['>0.999 to 1.000', ''])
        self.assertEqual(shown(1, 1), ['1.000', ''])

    def test_bars_stay_within_their_axis(self):
        choice = Select(self.find('#lines-figure'))
        first = choice.options.index(choice.first_selected_option)
        bars = 0
        for option in range(len(choice.options)):
            choice.select_by_index(option)
            outside, drawn = self.browser.execute_script(
                "const plot = Chart.getChart(document.querySelector('#lines canvas'));"
                "const {min, max} = plot.scales.y;"
                "const ends = plot.data.datasets.flatMap((set) =>"
                "  set.data.flatMap((point) => [point.low, point.high]))"
                "  .filter((end) => typeof end === 'number');"
                "return [ends.filter((end) => end < min || end > max), ends.length]"
            )
            self.assertEqual(outside, [], choice.options[option].text)
            bars += drawn
        choice.select_by_index(first)  # as the other tests find it
        self.assertGreater(bars, 0)

    def test_no_two_lines_look_alike(self):
        looks = self.browser.execute_script(
            "return Chart.getChart(document.querySelector('#lines canvas')).data.datasets"
            ".map((set) => [set.borderColor, set.pointStyle, set.pointRotation, set.borderDash])")
        self.assertEqual(len(looks), len({str(look) for look in looks}), looks)

    def test_the_verdict_says_over_what_the_correction_is(self):
        if not self.browser.execute_script('return data.verdict && data.verdict.rivals.length'):
            self.skipTest('nothing is compared on this page')
        open_details(self.browser)
        said = self.find('#sure').text
        self.assertIn('corrected for all pairs', said)
        self.assertNotIn('over all rows', said)

    def test_filters(self):
        every = len(self.rows())
        field = self.find('#filter')
        field.send_keys('mixed')
        names = self.column(0)
        self.assertTrue(0 < len(names) < every)
        for name in names:
            self.assertIn('mixed', name)
        self.assertIn(f'{len(names)} of {every}', self.find('#filtered').text)
        field.send_keys(Keys.BACKSPACE * 5)
        self.assertEqual(len(self.rows()), every)

    def test_marks_a_setting_in_every_place_and_escape_unmarks_it(self):
        row = next(row for row in self.rows() if 'mixed' in row.text)
        button = row.find_element(By.TAG_NAME, 'button')
        index = button.get_attribute('data-mark')
        button.send_keys(Keys.SPACE)
        marked = self.marked()
        self.assertIn('comparison', marked)
        self.assertEqual({one for those in marked.values() for one in those}, {index})
        self.assertEqual(button.get_attribute('aria-pressed'), 'true')
        self.assertIn('mixed_finetune', self.find('#marked').text)
        radii = 'return chart.data.datasets.flatMap((set) => set.pointRadius)'
        self.assertIn(9, self.browser.execute_script(radii))
        button.send_keys(Keys.ESCAPE)
        self.assertEqual(self.marked(), {})
        self.assertFalse(self.find('#marked').is_displayed())
        self.assertNotIn(9, self.browser.execute_script(radii))

    def test_a_point_that_is_clicked_marks_its_row(self):
        if self.find_all('#closer'):
            self.browser.execute_script(
                "closer = document.getElementById('closer'); if (closer.checked) closer.click();"
            )
        # Chart.js looks at a click in the next frame.
        setting = self.browser.execute_async_script(
            "const done = arguments[0];"
            "const canvas = chart.canvas, at = chart.getDatasetMeta(1).data[0], box = "
            "canvas.getBoundingClientRect();"
            "canvas.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: box.left + "
            "at.x, clientY: box.top + at.y}));"
            "requestAnimationFrame(() => requestAnimationFrame(() => "
            "done(chart.data.datasets[1].data[0].trial.setting)));"
        )
        self.assertIn(str(setting), self.marked()['comparison'])

    def test_a_cell_of_a_sweep_marks_its_row(self):
        cells = self.find_all('#sweeps td button')
        cells[0].send_keys(Keys.ENTER)
        index = cells[0].get_attribute('data-mark')
        self.assertEqual(self.marked()['sweeps'], [index])
        self.assertEqual(self.marked()['comparison'], [index])

    def test_another_figure_is_drawn_in_the_sweeps(self):
        before = self.find('#sweeps .sweeps').text
        Select(self.find('#sweep-figure')).select_by_index(0)
        self.assertNotEqual(self.find('#sweeps .sweeps').text, before)

    def test_the_verdict_says_which_what_it_breaks_and_how_sure(self):
        verdict = self.browser.execute_script('return data.verdict')
        shown = self.find('#verdict .verdict').text
        self.assertTrue(shown.startswith(verdict['headline']), shown)
        for sentence in verdict['brief']:
            self.assertIn(sentence, shown)
        open_details(self.browser)
        everything = self.find('main').text
        for sentence in ('use', 'breaks', 'sure'):
            self.assertIn(verdict[sentence], everything)

    def test_published_figures_look_unlike_ours(self):
        if not self.browser.execute_script('return data.overlay'):
            self.skipTest('no published figures lie over this page')
        sets = self.browser.execute_script(
            "return Chart.getChart(document.querySelector('#lines canvas')).data.datasets"
            ".map((set) => [set.label, Boolean(set.borderDash), set.pointStyle, set.data.length])")
        ours = [one for one in sets if not one[0].startswith('published')]
        published = [one for one in sets if one[0].startswith('published')]
        self.assertGreater(len(ours), 0)
        self.assertGreater(len(published), 0)
        for _, dashed, shape, points in published:
            self.assertTrue(dashed and shape == 'crossRot' and points > 0)
        for _, dashed, shape, points in ours:
            self.assertTrue(not dashed and shape != 'crossRot' and points > 0)
        self.assertIn('published', self.find('#lines .legend').text)

    def test_pictures_are_of_the_chosen_setting(self):
        choice = self.find('#closer-setting')
        Select(choice).select_by_index(0)
        pictures = self.find_all('#images img')
        self.assertGreater(len(pictures), 0)
        self.browser.execute_script("document.getElementById('images').scrollIntoView()")
        for picture in pictures:
            self.browser.execute_script("arguments[0].loading = 'eager'", picture)
            self.assertTrue(
                self.browser.execute_async_script(
                    "const done = arguments[1]; arguments[0].decode().then(() => done(true), () "
                    "=> done(false))",
                    picture,
                )
            )
            self.assertGreater(
                self.browser.execute_script('return arguments[0].naturalWidth', picture), 0
            )
        for said in self.find_all('#images figcaption'):
            self.assertRegex(said.text, r'(?s)before.*\d %.*after.*\d %')
        options = Select(choice).options
        if len(options) < 2:
            return
        before = self.find('#closer-content').text
        choice.send_keys(Keys.ARROW_DOWN)
        self.assertEqual(
            options[1].get_attribute('value'),
            Select(choice).first_selected_option.get_attribute('value'),
        )
        self.assertNotEqual(self.find('#closer-content').text, before)
        self.assertIn(
            options[1].get_attribute('value'), self.marked()['comparison']
        )  # a linked view
        # And back: what is marked elsewhere is what is looked at closer.
        self.browser.execute_script('mark(Number(arguments[0]))', options[0].get_attribute('value'))
        self.assertEqual(self.find('#closer-content').text, before)

    def test_the_contents_lead_to_the_sections(self):
        links = self.find_all('#contents a')
        self.assertEqual(len(links), len(self.find_all('main > section')))
        links[-1].send_keys(Keys.ENTER)
        top = self.browser.execute_script(
            "return document.getElementById('provenance').getBoundingClientRect().top"
        )
        self.assertLess(top, 1000)

    def test_prints(self):
        printed = base64.b64decode(
            self.browser.execute_cdp_cmd('Page.printToPDF', {'preferCSSPageSize': True})['data']
        )
        self.assertGreater(len(printed), 10000)
        if SCREENSHOTS:
            (SCREENSHOTS / 'page.pdf').write_bytes(printed)

    def test_structure_that_a_screen_reader_needs(self):
        self.assertEqual(wrong(self.browser, 'badStructure'), [])
        open_details(self.browser)
        self.assertEqual(wrong(self.browser, 'badStructure'), [])

    def test_contrast_in_light_and_dark_marked_or_not(self):
        for scheme in ('light', 'dark'):
            with self.subTest(scheme), opened(1400, 1000, scheme) as browser:
                save(browser, f'{scheme}.png')
                self.assertEqual(
                    browser.execute_script(
                        'return getComputedStyle(document.body).backgroundColor'
                    ),
                    GROUND[scheme],
                )
                open_details(browser)
                self.assertEqual(wrong(browser, 'lowContrast'), [])
                browser.execute_script('mark(0)')
                self.assertEqual(wrong(browser, 'lowContrast'), [])

    def test_paper_is_light_in_the_dark(self):
        with opened(1400, 1000, 'dark') as browser:
            colour = (
                "return getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()"
            )
            before = browser.execute_script(colour)
            browser.execute_script(
                "window.addEventListener('beforeprint', () => { window.printedGrid = "
                "chart.options.scales.x.ticks.color; })"
            )
            browser.execute_cdp_cmd('Page.printToPDF', {})
            self.assertEqual(browser.execute_script('return window.printedGrid'), '#333')
            self.assertEqual(browser.execute_script(colour), before)

    def test_fits_a_phone(self):
        with opened(400, 900) as phone:
            save(phone, 'phone.png')
            open_details(phone)
            width = phone.execute_script('return document.documentElement.scrollWidth')
            self.assertLessEqual(width, 400)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
