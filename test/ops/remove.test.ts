import { describe, expect, it } from 'vitest';
import type { RemoveResult } from '../../src/model/service-result.ts';
import { unitpin } from '../support/cli.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fails, fakeHost, running, STOPPED } from './fakes.ts';
import { gateway, HERMES } from './fixtures.ts';

const UNITS = '/home/u/.config/systemd/user';
const DEFAULT = 'hermes-gateway.service';
const CODE = 'hermes-gateway-code.service';
const DROP_IN = `${UNITS}/${DEFAULT}.d/zz-unitpin.conf`;

const run = (fake: FakeHost, ...args: string[]) => unitpin(args, null, fake.host);
const kind = ({ host }: FakeHost, path: string) => host.files.kind(path);
const asked = ({ calls }: FakeHost) => calls.filter((call) => !/^show/.test(call));
const text = ({ host }: FakeHost, path: string): string | null => {
  const found = host.files.read(path);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
};

/** The profile code has a unit of ours that runs; the default one a unit of theirs, pinned by our drop-in. */
async function both(): Promise<FakeHost> {
  const fake = fakeHost({
    [`${UNITS.slice(1)}/${DEFAULT}`]: `[Service]\nExecStart=${HERMES} gateway run\n`,
    'home/u/.hermes/profiles/code/x': '',
  });
  fake.units.set(DEFAULT, STOPPED);
  expect((await run(fake, 'apply', '--all', '--yes')).status).toBe(0);
  fake.calls.length = 0;
  return fake;
}

describe('remove', () => {
  it('stops, disables and takes away what is ours, and tells how to bring it back', async () => {
    const fake = await both();
    const before = text(fake, `${UNITS}/${CODE}`);
    const { status, stdout, stderr } = await run(fake, 'remove', 'code', '--yes');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `remove  code  ${CODE}\n    - ~/.config/systemd/user/${CODE}\n` + `removed  code  ${CODE}\n`,
      stderr: expect.stringMatching(
        /^what was there before is kept as (\S+)\. To bring it back: unitpin rollback \1\n$/,
      ),
    });
    // Whose last end counts as a failure would stay in the manager's memory.
    expect(asked(fake)).toEqual([`stop ${CODE}`, `disable ${CODE}`, 'daemon-reload', `reset-failed ${CODE}`]);
    expect([kind(fake, `${UNITS}/${CODE}`), kind(fake, `${UNITS}/${DEFAULT}`)]).toEqual(['absent', 'file']);
    const [receipt] = fake.host.files
      .list('/home/u/.local/state/unitpin/receipts')
      .flatMap(({ name }) => (stderr.includes(name.replace('.json', '')) ? [name] : []));
    const id = receipt?.replace('.json', '') ?? '';
    expect(text(fake, `/home/u/.local/state/unitpin/backups/${id}/0`)).toBe(before);
    expect(fake.host.files.list('/home/u/.local/state/unitpin/journal')).toEqual([]);
  });

  it('leaves no failed unit behind of one that ended badly', async () => {
    const fake = await both();
    fake.sore.add(CODE);
    expect((await run(fake, 'remove', 'code', '--yes')).status).toBe(0);
    expect(fake.units.get(CODE)?.ActiveState).toBe('inactive');
  });

  it('has nothing to take away where a supervisor runs the services', async () => {
    const fake = await both();
    fake.host.files.removeFolder('/run/systemd/system');
    const { status, stderr } = await run(fake, 'remove', 'code', '--yes');
    expect([status, stderr]).toEqual([
      2,
      'error: a supervisor runs the services here: there is nothing to take away\n' +
        '  next: set code to disabled in unitpin.yaml, then: unitpin apply\n',
    ]);
  });

  it('asks first', async () => {
    const fake = await both();
    const nobody = await run(fake, 'remove', 'code');
    expect([nobody.status, nobody.stderr]).toEqual([
      2,
      'error: nobody is there to confirm it; nothing was changed\n  next: unitpin remove code --yes\n',
    ]);
    const declined = await unitpin(['remove', 'code'], false, fake.host);
    expect([declined.status, declined.stderr.split('\n')[0]]).toEqual([
      2,
      'error: declined; nothing was changed',
    ]);
    expect([
      asked(fake).filter((call) => call !== 'show-environment'),
      kind(fake, `${UNITS}/${CODE}`),
    ]).toEqual([[], 'file']);
    expect((await unitpin(['remove', 'code'], true, fake.host)).status).toBe(0);
  });

  it("takes our drop-in off somebody else's unit, and leaves that one stopped and disabled", async () => {
    const fake = await both();
    const { status, stdout } = await run(fake, 'remove', 'default', '--yes');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout:
        `remove  default  ${DEFAULT}\n` +
        `    - ~/.config/systemd/user/${DEFAULT}.d/zz-unitpin.conf\n` +
        `    stays, not unitpin's: ~/.config/systemd/user/${DEFAULT}\n` +
        `removed  default  ${DEFAULT}\n`,
    });
    expect([
      kind(fake, DROP_IN),
      kind(fake, `${UNITS}/${DEFAULT}.d`),
      kind(fake, `${UNITS}/${DEFAULT}`),
    ]).toEqual(['absent', 'absent', 'file']);
    expect(fake.units.get(DEFAULT)).toMatchObject({ ActiveState: 'inactive', UnitFileState: 'disabled' });
  });

  it("takes somebody else's only with --force, with a backup", async () => {
    const fake = fakeHost({
      [`${UNITS.slice(1)}/${DEFAULT}`]: `[Service]\nExecStart=${HERMES} gateway run\n`,
    });
    fake.units.set(DEFAULT, running(fake.spawn([HERMES, 'gateway', 'run'])));
    const { status, stdout, stderr } = await run(fake, 'remove', 'default', '--yes');
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout:
        `refused  default  ${DEFAULT}\n` +
        `    ${UNITS}/${DEFAULT} is not unitpin's\n` +
        `    next: unitpin remove ${DEFAULT} --force (a backup is kept)\n`,
      stderr: '',
    });
    expect([fake.units.get(DEFAULT)?.ActiveState, kind(fake, `${UNITS}/${DEFAULT}`)]).toEqual([
      'active',
      'file',
    ]);
    const forced = await run(fake, 'remove', DEFAULT, '--force', '--yes', '--format', 'json');
    const json = forced.json<{ services: RemoveResult[]; receipt: string }>();
    expectSchema('services', json);
    expect([forced.status, json.services[0]?.outcome, json.services[0]?.removed]).toEqual([
      0,
      'removed',
      [`${UNITS}/${DEFAULT}`],
    ]);
    expect(text(fake, `/home/u/.local/state/unitpin/backups/${json.receipt}/0`)).toContain('gateway run');
  });

  it('keeps what was edited since, and says so', async () => {
    const fake = await both();
    fake.host.files.writeAtomic(`/${UNITS.slice(1)}/${CODE}`, `${text(fake, `${UNITS}/${CODE}`)}# mine\n`, {
      mode: 0o644,
    });
    const { status, stdout } = await run(fake, 'remove', 'code', '--yes');
    expect([status, stdout]).toEqual([3, expect.stringContaining('was edited since unitpin wrote it')]);
  });

  it('takes nothing from one that does not end', async () => {
    const fake = await both();
    const pid = fake.units.get(CODE)?.MainPID ?? 0;
    fake.locks.set('/home/u/.hermes/profiles/code/gateway.lock', { state: 'held', pid });
    const { status, stdout } = await run(fake, 'remove', 'code', '--yes', '--timeout', '2');
    expect([status, stdout]).toEqual([1, expect.stringContaining(`process ${pid} still there`)]);
    expect(kind(fake, `${UNITS}/${CODE}`)).toBe('file');
  });

  it('the manager refuses to disable it: the files stay', async () => {
    const fake = await both();
    fake.answers.set('disable', fails('Failed to disable unit: Access denied'));
    const { status, stderr } = await run(fake, 'remove', 'code', '--yes');
    expect([status, stderr]).toEqual([3, expect.stringContaining('Access denied')]);
    expect(kind(fake, `${UNITS}/${CODE}`)).toBe('file');
    expect(fake.host.files.list('/home/u/.local/state/unitpin/journal')).toEqual([]);
  });

  it('an instance is its template’s, and links are their makers’', async () => {
    const fake = fakeHost({
      [`${UNITS.slice(1)}/hermes-gateway@.service`]: `[Service]\nExecStart=${gateway('%i').join(' ')}\n`,
      [`${UNITS.slice(1)}/default.target.wants/hermes-gateway@code.service`]: {
        to: `${UNITS}/hermes-gateway@.service`,
      },
      'home/u/.hermes/profiles/code/x': '',
    });
    const { status, stdout } = await run(fake, 'remove', 'code', '--force', '--yes');
    expect([status, stdout]).toEqual([3, expect.stringContaining('which may serve others, too')]);
    const all = await run(fake, 'remove', '--all');
    expect(all.stderr).toBe('error: remove takes names: --all would be too easy to say by accident\n');
  });
});
