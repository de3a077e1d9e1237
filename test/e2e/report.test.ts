import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { fleet, hostileFleet, incident, page as pageOf } from '../report/html/pages.ts';
import { eventually } from '../support/eventually.ts';
import { browser as aBrowser, CHROMIUM, requireOrSkip } from '../support/requirements.ts';
import { contrastsBelow } from './contrast-script.ts';

// The page in a real browser. Nothing here is timed; a browser on a busy machine may take long to begin.
requireOrSkip(aBrowser, 'the report in Chromium', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unitpin-report-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, timeout: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page, and notes whatever it says, asks for, or runs into. */
  async function open(content: string, options: BrowserContextOptions = {}) {
    const file = join(mkdtempSync(join(folder, 'page-')), 'index.html');
    writeFileSync(file, content);
    const context = await browser.newContext({ offline: true, ...options });
    onTestFinished(() => context.close());
    // It may take as long as a test may.
    context.setDefaultTimeout(0);
    const page = await context.newPage();
    const noise: string[] = [];
    const url = pathToFileURL(file).href;
    page.on('console', (message) => noise.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => noise.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url() !== url) noise.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, noise };
  }

  const pages = {
    'of incident 004': () => pageOf(incident('004-two-profiles')),
    'of incident 003, in Chinese': () => pageOf(incident('003-launchd-replace'), 'audit', '--lang', 'zh-CN'),
    'of a fleet': () => pageOf(fleet(6)),
    'of hostile files': () => pageOf(hostileFleet(), 'audit', '--verbose'),
    'of a status': () => pageOf(fleet(4), 'status'),
  };

  it.each(Object.entries(pages))(
    '%s: shows itself, asks for nothing, fits everywhere, can be read',
    async (_, make) => {
      const content = await make();
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [1200, 360]) {
          const { page, noise } = await open(content, { colorScheme, viewport: { width, height: 800 } });
          expect(await page.evaluate('document.title')).toMatch(/^(Audit|网关|State)/);
          await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
          expect(await page.evaluate(contrastsBelow(4.5))).toEqual([]);
          expect(noise).toEqual([]);
        }
      }
    },
  );

  it('can be filtered with the keyboard alone, and says how much is left', async () => {
    const { page, noise } = await open(await pageOf(incident('004-two-profiles')));
    const all = await page.locator('article:visible').count();
    const shows = (count: number) => expectCount(page, 'article:visible', count);
    const errors = await page.locator('article.error').count();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await eventually(async () => expect(await page.locator('.skip').boundingBox()).toMatchObject({ y: 8 }));
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await page.evaluate('document.activeElement.id')).toBe('content'));
    await tabTo(page, 'error');
    await page.keyboard.press('Space');
    await shows(all - errors);
    expect(await page.locator('output').textContent()).toBe(`${all - errors} of ${all} findings shown`);
    expect(await page.locator('button[value=error]').getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('Space');
    await shows(all);
    const rule = page.getByRole('combobox', { name: 'rule' });
    await rule.focus();
    for (let step = 0; step < 50 && (await rule.inputValue()) !== 'profile-shared'; step++)
      await page.keyboard.press('ArrowDown');
    await shows(1);
    await expectCount(page, 'section[data-section]:visible', 1);
    await tabTo(page, 'Show everything');
    await page.keyboard.press('Enter');
    await shows(all);
    await page.getByRole('combobox', { name: 'profile' }).selectOption({ label: 'code' });
    const ofCode = await page.locator('article[data-profile=p-code]').count();
    await shows(ofCode);
    await expectCount(page, 'article[data-profile=p-code]:visible', ofCode);
    expect(noise).toEqual([]);
  });

  it('shows where the focus is', async () => {
    const { page } = await open(await pageOf(incident('004-two-profiles')));
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect([await focused(page), outline]).toEqual([await focused(page), 'solid']);
    }
  });

  it('a link to a diff and to a rule leads there, and opens it', async () => {
    const { page } = await open(await pageOf(incident('004-two-profiles')));
    await page.locator('article a[href="#rule-profile-shared"]').click();
    await page.locator('#rule-profile-shared[open]').waitFor();
    await page.evaluate("document.querySelector('#diff-1').open = false");
    await page.locator('a[href="#diff-1"]').first().click();
    await page.locator('#diff-1[open]').waitFor();
  });

  it('without JavaScript shows everything, and no filter that does nothing', async () => {
    const content = await pageOf(incident('004-two-profiles'));
    const { page } = await open(content, { javaScriptEnabled: false });
    await expectCount(page, 'article:visible', content.split('<article').length - 1);
    await expectCount(page, '.filters:visible', 0);
  });

  it('is printed whole: light, without filters, with what is folded', async () => {
    const { page } = await open(await pageOf(incident('004-two-profiles')), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    // The width of a sheet of A4 with margins.
    await page.setViewportSize({ width: 720, height: 1000 });
    await eventually(async () =>
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(720),
    );
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe('rgb(255, 255, 255)');
    await expectCount(page, '.filters:visible', 0);
    expect(await page.evaluate(contrastsBelow(4.5))).toEqual([]);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
    const folded =
      "document.querySelector('#rule-profile-shared p').checkVisibility({ contentVisibilityAuto: true })";
    expect(await page.evaluate(folded)).toBe(true);
  });

  it('has a name for everything that can be operated, and for the picture', async () => {
    const { page } = await open(await pageOf(fleet(3)));
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toMatch(/- img "Picture of 3 definitions/);
    expect(tree).toMatch(/- button "error \d+" \[pressed\]/);
    expect(tree).toMatch(/- combobox "rule"/);
    expect(tree).toMatch(/- banner:/);
    expect(tree).toMatch(/- main:/);
    expect(tree).toMatch(/- contentinfo:/);
    expect(tree).not.toMatch(/- (button|combobox|link|region)(:| \[)/);
  });
});

/** Whatever was pressed: the page takes it in its own time. */
const expectCount = (page: Page, selector: string, count: number): Promise<void> =>
  eventually(async () => expect(await page.locator(selector).count()).toBe(count));

const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.textContent.trim()');

/** Moves on with the Tab key until something with this text has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press('Tab');
    if (
      (await page.evaluate('document.activeElement.tagName')) === 'BUTTON' &&
      (await focused(page)).includes(text)
    )
      return;
  }
  throw new Error(`the Tab key does not lead to ${text}`);
}
