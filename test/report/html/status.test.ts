import { describe, expect, it } from 'vitest';
import { fleet, start } from '../../ops/running-fleet.ts';
import { unitpin } from '../../support/cli.ts';
import { elements, parseHtml, textContent } from '../../support/html.ts';

const named = (page: string, name: string) => elements(parseHtml(page)).filter((one) => one.name === name);

const look = async (...args: string[]) => {
  const { fake } = fleet();
  start(fake, 'code', 8650, {
    platforms: { telegram: { state: 'retrying', error_message: 'no <b>route</b>' } },
  });
  return unitpin(['status', '--format', 'html', ...args], null, fake.host);
};

describe('the page of a status', () => {
  it('has the table of the terminal, and everything about each below it', async () => {
    const { status, stdout, stderr } = await look();
    expect([status, stderr]).toEqual([0, '']);
    const rows = named(stdout, 'tr').map((row) =>
      elements(row)
        .filter(({ name }) => /^t[dh]$/.test(name))
        .map(textContent),
    );
    const table = rows.slice(rows.findIndex(([first]) => first === 'PROFILE'));
    expect(table).toEqual([
      ['PROFILE', 'HEALTH', 'STATE', 'PID', 'SINCE', 'PORT', 'PLATFORMS'],
      ['default', '✔ well', 'active', '1001', '3h', '8642', 'telegram, discord'],
      ['code', '▲ degraded', 'active', '1003', '3h', '8650', 'telegram: retrying'],
      ['work', '○ off', 'inactive', '-', '-', '8651', '–'],
    ]);
    expect(named(stdout, 'p').map(textContent)).toContain('without a service, not running: idle');
    const [first, second] = named(stdout, 'article').map(textContent);
    expect(first).toContain('listener');
    expect(second).toContain('telegram is retrying, no <b>route</b>');
  });

  it('tells what the logs do of restarts', async () => {
    const { fake } = fleet();
    const at = fake.host.clock.now() - 60_000;
    fake.journal.push({
      unit: 'hermes-gateway-code.service',
      at,
      message: 'Shutdown context: signal=SIGTERM under_systemd=yes',
    });
    const page = async (...args: string[]) =>
      (await unitpin(['status', '--format', 'html', ...args], null, fake.host)).stdout;
    const rows = named(await page(), 'tr').map(textContent);
    expect(rows).toContainEqual(
      expect.stringMatching(/2026-11-19 23:59:00.*code.*was told to stop by a signal/s),
    );
    expect(await page('--profile', 'work')).not.toContain('was told to stop by a signal');
  });

  it('shows the lock and the port in the picture', async () => {
    const { stdout } = await look();
    const [svg] = named(stdout, 'svg');
    expect(textContent(svg!)).toContain('lock held by 1001');
    expect(textContent(svg!)).toContain('8650127.0.0.1');
  });

  it('has the other profiles with --all', async () => {
    expect((await look()).stdout).not.toContain('>idle<');
    expect((await look('--all')).stdout).toContain('>idle<');
  });

  it('never tells a key', async () => {
    expect((await look('--all')).stdout).not.toContain('0123456789abcdef');
  });

  it('speaks Chinese', async () => {
    const { stdout } = await look('--lang', 'zh-CN');
    expect(named(stdout, 'h1').map(textContent)).toEqual(['网关状态']);
    expect(stdout).toContain('降级');
    expect(named(stdout, 'p').map(textContent).join()).not.toMatch(/\p{Script=Han}[:(]/u);
  });

  it('says why the manager could not be asked', async () => {
    const { fake } = fleet();
    const refusal = { state: 'timeout', stdout: '', stderr: '' } as const;
    fake.answers.set('show-environment', refusal);
    fake.answers.set('show', refusal);
    const { status, stdout } = await unitpin(['status', '--format', 'html'], null, fake.host);
    expect(status).toBe(3);
    const [alarm] = elements(parseHtml(stdout)).filter((one) => one.attributes.get('class') === 'alarm');
    expect(textContent(alarm!)).toMatch(/^⚠ The service manager could not be asked: ./);
  });

  it('is of one moment', async () => {
    const { status, stderr } = await look('--watch');
    expect(status).toBe(2);
    expect(stderr).toContain('a page is of one moment');
  });
});
