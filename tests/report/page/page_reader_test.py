#!/usr/bin/python3
"""What a reader finds on the page: the first screen, what misleads nobody, the ways out, paper.

    page_reader_test.py REPORT.html [FOLDER FOR SCREENSHOTS]

REPORT.html as page_browser_test.py has it. See browser.py.
"""

import sys
import unittest
import urllib.parse

from browser import By, opened

SCREEN = 900  # pixels


class FirstScreen(unittest.TestCase):
    def setUp(self):
        self.context = opened(1400, SCREEN)
        self.browser = self.context.__enter__()

    def tearDown(self):
        self.context.__exit__(None, None, None)

    def run_script(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def find_all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text_above(self, end):
        """Text and tooltips of all that begins within so many pixels of the top."""
        return self.run_script(
            "return [...document.querySelectorAll('header *, main *')].filter((node) => "
            "node.children.length === 0 || node.title || node.tagName === 'P')"
            ".filter((node) => node.getClientRects().length && "
            "node.getBoundingClientRect().top + scrollY < arguments[0])"
            ".map((node) => node.textContent + ' ' + (node.title || '')).join('\\n')", end)

    def test_verdict_and_matrix_begin_on_the_first_screen(self):
        top = ("return document.querySelector(arguments[0]).getBoundingClientRect()")
        card, matrix = (self.run_script(top, at) for at in ('.verdict', '.matrix'))
        self.assertLess(card['bottom'], SCREEN)
        self.assertLess(matrix['top'], SCREEN / 2)
        self.assertGreater(matrix['left'], card['right'])

    def test_the_matrix_shows_draws_means_and_what_is_accepted(self):
        rows = self.run_script('return data.decision.rows')
        self.assertEqual(len(self.find_all('.matrix tbody tr')), len(rows))
        drawn = self.run_script(
            "return [...document.querySelectorAll('.matrix tbody tr')].map((row) => "
            "row.querySelectorAll('.draw').length)")
        self.assertTrue(all(count > 0 for count in drawn), drawn)
        self.assertGreater(len(self.find_all('.matrix .accepted')) +
                           len([cell for cell in self.find_all('.matrix tfoot td')
                                if 'accepted' in cell.text]), 0)

    def test_ten_questions_are_answered_within_two_screens(self):
        seen = self.text_above(2 * SCREEN)
        data = self.run_script('return data')
        verdict, named = data['verdict'], data['settings'][data['verdict']['setting']]
        row = next(row for row in data['decision']['rows'] if row['named'])
        metrics = [column['metric'] for column in data['decision']['columns']]

        def shown(metric, scale=100):
            cell = row['cells'][metrics.index(metric)]
            return f"{scale * cell['mean']:.1f}"

        flips = row['cells'][metrics.index('negative_flips')]['mean']
        answers = {
            'which fix': verdict['headline'],
            'how much of the accuracy is kept': shown('retention'),
            'how much is fixed': shown('top1'),
            'how many images break': f'{flips:.1f}'.replace('.0', '') + ' images',
            'which class loses most': 'lost',
            'how many draws': f"{named['draws']} draw",
            'how many images': f"{data['suites'][0]['images']} images",
            'how broken it was before': '% before',
            'what does it cost': 'Training time, s',
            'what was learned': data['verdict']['brief'][2].split('). ')[-1],
        }
        for question, answer in answers.items():
            self.assertIn(answer, seen, question)
        for rival in verdict['rivals']:  # is A better than B
            self.assertIn(rival['label'], seen)

    def test_paints_within_a_second(self):
        painted = self.browser.execute_async_script(
            "const done = arguments[0];"
            "new PerformanceObserver((list) => { for (const one of list.getEntries())"
            "  if (one.name === 'first-contentful-paint') done(one.startTime); })"
            "  .observe({type: 'paint', buffered: true});")
        self.assertLess(painted, 1000)

    def test_remediations_are_counted_and_not_labels(self):
        ids = self.run_script('return new Set(settings.map((one) => one.remediation)).size')
        counts = self.browser.find_element(By.ID, 'counts').text
        self.assertTrue(counts.startswith(f'{ids} remediations'), counts)

    def test_the_first_press_puts_the_best_first(self):
        for name, best in (('neg. flips', min), ('retention', max)):
            heads = self.find_all('#comparison thead button')
            at = next(i for i, head in enumerate(heads) if head.text.startswith(name))
            heads[at].click()
            cells = [row.find_elements(By.CSS_SELECTOR, 'th, td')[at].text.split('\n')[0]
                     for row in self.find_all('#comparison tbody tr')]
            values = [float(value) for value in cells if value != '–']
            self.assertEqual(values[0], best(values), name)

    def test_equal_shades_are_equal_values_in_every_heat_map(self):
        cells = self.run_script(
            "return [...document.querySelectorAll('#sweeps td[data-setting]')].map((cell) => "
            "[cell.querySelector('button').textContent, cell.style.getPropertyValue('--share')])")
        self.assertGreater(len(cells), 1)
        shades = sorted((float(value), float(shade)) for value, shade in cells if value != '–')
        self.assertEqual([shade for _, shade in shades], sorted(shade for _, shade in shades))

    def test_a_head_says_how_its_figure_is_reckoned_and_which_way_is_better(self):
        heads = self.find_all('#comparison thead button')
        told = [head.get_attribute('title') for head in heads if 'retention' in head.text]
        self.assertEqual(
            told[0],
            'Top-1 accuracy after, divided by top-1 accuracy before. Higher is better.')

    def test_a_head_stays_while_its_table_is_scrolled(self):
        for place in ('thead th', 'tbody th'):
            self.assertEqual(self.run_script(
                "return getComputedStyle(document.querySelector('#comparison ' + arguments[0]))"
                ".position", place), 'sticky')

    def test_columns_can_be_chosen(self):
        self.find_all('#comparison .columns summary')[0].click()
        box = self.find_all('#comparison .columns input')[0]
        head = self.find_all('#comparison thead th')[1]
        self.assertTrue(head.is_displayed())
        box.click()
        self.assertFalse(head.is_displayed())
        box.click()
        self.assertTrue(head.is_displayed())

    def test_a_table_is_copied_as_csv_markdown_and_latex(self):
        copied = {}
        for button in self.find_all('#comparison .ways > button'):
            button.click()
            copied[button.text] = self.run_script('return lastCopied')
        lines = copied['CSV'].strip().split('\n')
        self.assertEqual(len(lines), 1 + len(self.find_all('#comparison tbody tr')))
        self.assertTrue(lines[0].startswith('setting,draws,'))
        self.assertTrue(copied['Markdown'].startswith('| setting | draws |'))
        self.assertIn('\\toprule', copied['LaTeX'])

    def test_an_address_opens_the_page_with_a_setting_marked(self):
        name = self.run_script('mark(1); return fullName(settings[1])')
        self.assertEqual(urllib.parse.unquote(self.browser.current_url.split('#')[1]),
                         'setting=' + name)
        address = self.browser.current_url
        self.browser.get('about:blank')
        self.browser.get(address)
        self.assertEqual(self.run_script('return marked'), 1)

    def test_a_chart_is_saved_as_a_picture_of_its_own(self):
        saved = self.run_script(
            "return standalone(document.querySelector('#breaks .plotted'))")
        self.assertIn('xmlns="http://www.w3.org/2000/svg"', saved)
        self.assertNotIn('var(', saved)
        self.assertNotIn('class=', saved)

    def test_paper_shows_what_is_folded_away(self):
        folded = self.run_script(
            "return document.querySelectorAll('main details:not(.columns)').length")
        self.assertGreater(folded, 3)
        printed = self.browser.execute_async_script(
            "const done = arguments[0];"
            "window.addEventListener('beforeprint', () => setTimeout(() => done("
            "[...document.querySelectorAll('main details:not(.columns)')].map((node) => "
            "[node.open, node.childElementCount])), 0));"
            "window.dispatchEvent(new Event('beforeprint'));")
        self.assertEqual([one for one in printed if not one[0] or one[1] < 2], [])
        self.run_script("window.dispatchEvent(new Event('afterprint'))")
        self.assertEqual(self.run_script(
            "return document.querySelectorAll('main details[open]').length"), 0)

    def test_every_method_has_a_look_of_its_own(self):
        looks = self.run_script(
            "return [...looks.values()].map((look) => JSON.stringify(look))")
        self.assertEqual(len(looks), len(set(looks)))

    def test_pictures_stand_in_tabs_and_are_filtered(self):
        if not self.run_script('return data.gallery'):
            self.skipTest('a page without pictures')
        tabs = self.find_all('#images .chips button')
        self.assertEqual([tab.text.split(' (')[0] for tab in tabs][:3],
                         ['fixed', 'still wrong', 'regressions'])
        for tab in tabs:
            tab.click()
            count = int(tab.text.split('(')[1].rstrip(')'))
            self.assertEqual(len(self.find_all('#images .pictures li')), count)
        field = self.browser.find_element(By.ID, 'sought-images')
        field.send_keys('no class is called so')
        self.assertEqual(self.find_all('#images .pictures li'), [])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
