import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { UnavailableError } from '../../src/errors.js';
import type { Api } from '../../src/api/start-server.js';
import { forgetOperators, openGround, password, startApi, type Ground } from './running-api.js';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('the queue pages in a browser', () => {
  let ground: Ground;
  let api: Api;
  let browser: Browser;
  let page: Page;
  /** What left the machine or would have. */
  const foreign: string[] = [];
  const complaints: string[] = [];

  before(async function () {
    this.timeout(120_000);
    if (!existsSync(executablePath)) {
      if (process.env['CI'] !== undefined) throw new Error(`there is no browser at ${executablePath}`);
      console.log(`      skipped: there is no browser at ${executablePath}`);
      this.skip();
    }
    ground = await openGround();
    await forgetOperators(ground.database);
    api = await startApi(ground);
    browser = await chromium.launch({ executablePath, args, headless: true });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('request', (request) => {
      if (!request.url().startsWith(api.address)) foreign.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.location().url} ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  after(async () => {
    await browser?.close();
    await api?.close();
    await ground?.close();
  });

  it('lead from the first-run secret to the queues with their jobs', async function () {
    this.timeout(60_000);
    await ground.queues.ring('deliver', ['0192f0c1-7d1a-7000-8000-000000000001']);
    await ground.queues.ring('send', ['0192f0c1-7d1a-7000-8000-000000000002'], { delayMs: 3_600_000 });
    let failed: () => void;
    const runnerFailed = new Promise<void>((resolve) => (failed = resolve));
    const run = async () => {
      failed();
      throw new UnavailableError('FILE_MISSING', 'The file is no longer there.');
    };
    ground.queues.work({ translate: { run, concurrency: 1 } });
    await ground.queues.ring('translate', ['0192f0c1-7d1a-7000-8000-000000000003']);
    await runnerFailed;

    await page.goto(`${api.address}/ops`);
    await page.getByLabel('First-run secret').waitFor();
    await screenshot('setup');
    await page.getByLabel('First-run secret').fill(api.setupSecret ?? '');
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Create operator' }).click();
    await page.waitForURL('**/ops/queues');

    for (const step of ['receive', 'translate', 'deliver', 'send', 'acknowledge']) {
      await page.getByText(step, { exact: true }).first().waitFor();
    }
    await page.getByText('Loading...').waitFor({ state: 'hidden' });
    await screenshot('overview');
  });

  it('show the ids of a job and no button that acts on it', async function () {
    this.timeout(60_000);
    await page.goto(`${api.address}/ops/queues/queue/deliver`);
    await page.getByText('0192f0c1-7d1a-7000-8000-000000000001').first().waitFor();
    await screenshot('deliver');
    // Bull Board's actions are buttons without a name; the one that is left copies the ids.
    expect(await page.locator('main button').allInnerTexts()).to.deep.equal([
      'Data',
      'Progress',
      'Options',
      'Logs',
      'Error',
      '',
    ]);
    await page.goto(`${api.address}/ops/queues/queue/translate?status=failed`);
    await page.getByText('FILE_MISSING').first().waitFor();
    await screenshot('failed');
  });

  it('ask nothing of other hosts, and miss nothing but fonts and styles they may not load', () => {
    expect(foreign.filter((url) => !url.startsWith('https://fonts.googleapis.com/'))).to.deep.equal([]);
    const expected = /style-src 'self'|\/favicon\.ico /;
    expect(complaints.filter((text) => !expected.test(text))).to.deep.equal([]);
  });

  it('sign out, and in again', async function () {
    this.timeout(60_000);
    await page.goto(`${api.address}/ops/sign-out`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/ops/sign-in');
    await screenshot('sign-in');
    await page.goto(`${api.address}/ops/queues`);
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill('a wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Name or password is wrong.').waitFor();
    await screenshot('sign-in-refused');
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/ops/queues');
    await page.getByText('deliver', { exact: true }).first().waitFor();
  });

  /** For people to look at; nothing compares it. */
  async function screenshot(name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS'] ?? (await mkdtemp(join(tmpdir(), 'waybill-screenshots-')));
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
});
