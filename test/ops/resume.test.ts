import { describe, expect, it } from 'vitest';
import { ownProcess } from '../../src/host/process-id.ts';
import type { ReceiptChange } from '../../src/model/receipt.ts';
import { decide } from '../../src/ops/undo/resume.ts';
import type { FoundJournal, JournalBegin, JournalEntry, JournalService } from '../../src/store/journal.ts';
import { sha256 } from '../../src/store/store.ts';
import { unitpin } from '../support/cli.ts';
import { type FakeHost, fails, fakeHost, running, STOPPED } from './fakes.ts';
import { gateway } from './fixtures.ts';

const CODE = 'hermes-gateway-code.service';
const PATH = `/home/u/.config/systemd/user/${CODE}`;
const JOURNAL = '/home/u/.local/state/unitpin/journal/20261120T000000Z-abcdef.jsonl';
const BACKUP = '/home/u/.local/state/unitpin/backups/20261120T000000Z-abcdef/0';
const [OLD, NEW] = ['old', 'new'].map(
  (level) => `[Service]\nExecStart=${gateway('code').join(' ')}\nEnvironment=LOG_LEVEL=${level}\n`,
) as [string, string];
const CHANGE: ReceiptChange = {
  path: PATH,
  before: { sha256: sha256(Buffer.from(OLD)), backup: BACKUP, mode: 0o640, uid: 0, gid: 0, ours: true },
  after: { sha256: sha256(Buffer.from(NEW)), mode: 0o644, ours: true },
};
const service = (more: Partial<JournalService> = {}): JournalService => ({
  name: CODE,
  profile: 'code',
  manager: 'systemd',
  scope: 'user',
  path: PATH,
  writes: [PATH],
  actions: ['restart'],
  before: { load: 'loaded', active: 'active', enabled: 'yes', mainPid: 500 },
  wrong: false,
  ...more,
});
const begin = (more: Partial<JournalBegin> = {}): JournalBegin => ({
  type: 'begin',
  schema: 1,
  id: '20261120T000000Z-abcdef',
  at: '2026-11-20T00:00:00.000Z',
  command: 'apply',
  // Another one has that number by now.
  owner: { ...ownProcess(), start: 1 },
  services: [service()],
  writes: [CHANGE],
  ...more,
});
const WRITTEN: JournalEntry[] = [{ type: 'backed-up' }, { type: 'written', path: PATH }];
const STARTING: JournalEntry[] = [...WRITTEN, { type: 'reloaded' }, { type: 'starting', names: [CODE] }];

describe('what becomes of an interrupted command', () => {
  const found = (entries: JournalEntry[], ...services: JournalService[]): FoundJournal => ({
    path: '/j',
    begin: begin({ services }),
    entries,
  });
  it.each([
    ['nothing was started', WRITTEN, [service()], ['back']],
    ['nothing was started, and the old one was wrong', WRITTEN, [service({ wrong: true })], ['hold']],
    ['one was started', STARTING, [service(), service({ name: 'b' })], ['forward', 'forward']],
    [
      'one was being given back',
      [...STARTING, { type: 'failed' as const, names: ['b'] }],
      [service(), service({ name: 'b' }), service({ name: 'c', wrong: true })],
      ['forward', 'back', 'forward'],
    ],
    ['nothing is to be started', WRITTEN, [service({ actions: ['stop'] })], ['back']],
    [
      'the same, and it was read',
      [...WRITTEN, { type: 'reloaded' as const }],
      [service({ actions: ['stop'] })],
      ['forward'],
    ],
    ['to be started, and it was read', [...WRITTEN, { type: 'reloaded' as const }], [service()], ['back']],
  ])('%s', (_, entries, services, fates) => {
    expect([...decide(found(entries, ...services), () => true).services.values()]).toEqual(fates);
  });

  it('what was wrong and is not written yet stays where it is', () => {
    const { services } = decide(found([], service({ wrong: true })), () => false);
    expect([...services.values()]).toEqual(['back']);
  });

  it('files alone: all or nothing', () => {
    expect(decide(found(WRITTEN), () => true).files).toBe('forward');
    expect(decide(found(WRITTEN), () => false).files).toBe('back');
  });
});

/** A machine on which an apply was killed. */
function killed(entries: JournalEntry[], head: Partial<JournalBegin> = {}, text = NEW): FakeHost {
  const lines = [begin(head), ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
  const fake = fakeHost({
    'home/u/.hermes/profiles/code/x': '',
    [PATH.slice(1)]: text,
    [BACKUP.slice(1)]: OLD,
    [JOURNAL.slice(1)]: lines,
  });
  fake.units.set(CODE, running(fake.spawn(gateway('code'), { LOG_LEVEL: 'old' }, 500)));
  return fake;
}
const read = ({ host }: FakeHost, path: string): string | null => {
  const found = host.files.read(path);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
};
/** A command that is refused after what was left has been brought in order. */
const resume = (fake: FakeHost) => unitpin(['rollback', '--yes', 'no-such-id'], null, fake.host);
const acts = ({ calls }: FakeHost) => calls.filter((call) => !call.startsWith('show'));
const NAME = `an apply of 2026-11-20 00:00:00 UTC (process ${process.pid})`;
const REFUSED = 'error: there is no receipt no-such-id\n  next: unitpin history\n';

describe('the next command that writes', () => {
  it('undoes what was not started, and says so', async () => {
    const fake = killed(WRITTEN);
    const { stderr } = await resume(fake);
    expect(stderr).toBe(`${NAME} was interrupted: it is undone, everything is as it was\n${REFUSED}`);
    expect([read(fake, PATH), read(fake, JOURNAL)]).toEqual([OLD, null]);
    expect(fake.host.files.stat(PATH).mode).toBe(0o640);
    expect(acts(fake)).toEqual(['daemon-reload']);
    expect((await unitpin(['history'], null, fake.host)).stdout).toMatch(/apply {2}undone\n/);
  });

  it('brings up what was stopped', async () => {
    const fake = killed(WRITTEN, { services: [service({ actions: ['stop', 'disable'] })] });
    fake.units.set(CODE, { ...STOPPED, UnitFileState: 'disabled' });
    await resume(fake);
    expect(acts(fake)).toEqual(['daemon-reload', `enable ${CODE}`, `start ${CODE}`]);
    expect(fake.units.get(CODE)).toMatchObject({ ActiveState: 'active', UnitFileState: 'enabled' });
  });

  it('finishes what was started: restarts what still runs the old one, once', async () => {
    const fake = killed(STARTING);
    const { stderr } = await resume(fake);
    expect(stderr).toContain(`${NAME} was interrupted: it is finished now\n`);
    expect(acts(fake)).toEqual(['daemon-reload', `restart ${CODE}`]);
    expect(read(fake, PATH)).toBe(NEW);
    await resume(fake);
    expect(acts(fake)).toHaveLength(2);
    const log = read(fake, '/home/u/.local/state/unitpin/lifecycle.jsonl')!;
    expect(log.split('\n').map((line) => line && JSON.parse(line).event)).toEqual(['interrupted', '']);
  });

  it('keeps what must not come back', async () => {
    const fake = killed(WRITTEN, { services: [service({ wrong: true })] });
    const { stderr } = await resume(fake);
    expect(stderr).toContain(
      `${NAME} was interrupted: it is undone, but for what must not come back\n` +
        `  ${CODE}: the new definition stays, the old one ran the wrong profile\n`,
    );
    expect(read(fake, PATH)).toBe(NEW);
  });

  it('leaves what somebody has edited since', async () => {
    const fake = killed(WRITTEN, {}, `${NEW}# mine\n`);
    const { stderr } = await resume(fake);
    expect(stderr).toContain(`  ${PATH} was changed since, and is left as it is\n`);
    expect([read(fake, PATH), read(fake, BACKUP)]).toEqual([`${NEW}# mine\n`, OLD]);
  });

  it('goes on when the manager refuses, and tells what it says', async () => {
    const fake = killed(STARTING);
    fake.answers.set('restart', fails('Unit has a bad unit file setting.\n'));
    const { stderr } = await resume(fake);
    expect(stderr).toContain('it is finished now\n  systemctl --user restart');
    expect(stderr).toContain('Unit has a bad unit file setting.');
    expect(read(fake, JOURNAL)).toBeNull();
  });

  it('touches nothing when the manager cannot be asked', async () => {
    const fake = killed(STARTING);
    fake.answers.set('show', fails('Failed to connect to bus: No such file or directory\n'));
    const { status } = await resume(fake);
    expect(status).toBe(3);
    expect([read(fake, PATH), read(fake, JOURNAL) === null]).toEqual([NEW, false]);
  });

  it('is told when the other one is still at it', async () => {
    const fake = killed(WRITTEN, { owner: { ...ownProcess(), host: 'elsewhere', pid: 7 } });
    const { status, stderr } = await resume(fake);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr:
        'error: another command is running: an apply of 2026-11-20 00:00:00 UTC (process 7 on elsewhere); nothing was changed\n' +
        '  at /home/u/.local/state/unitpin/apply.lock\n' +
        '  next: wait until it has finished, then run this again\n',
    });
  });

  it('stops before a journal it cannot read', async () => {
    const fake = killed(WRITTEN);
    fake.host.files.writeAtomic(JOURNAL, `${JSON.stringify(begin())}\nbroken\n`, { mode: 0o600 });
    const { status, stderr } = await resume(fake);
    expect(status).toBe(3);
    expect(stderr).toBe(
      `error: line 2 of ${JOURNAL} is not one of a journal\n` +
        `  at ${JOURNAL}:2:1\n` +
        '  it says what an interrupted command had done: nothing is written before that is known\n' +
        `  next: look at the files it names, then: mv ${JOURNAL} ${JOURNAL}.broken\n`,
    );
  });
});

it('others may write to the folder of what is kept: nothing of it is believed', async () => {
  const fake = killed(WRITTEN);
  const state = '/home/u/.local/state/unitpin';
  fake.permissions.set(state, { mode: 0o777 });
  const { status, stderr } = await resume(fake);
  expect({ status, stderr }).toEqual({
    status: 3,
    stderr:
      `error: others may write to ${state}; nothing was changed\n` +
      '  what is kept there is brought back one day: they could exchange it\n' +
      `  next: chmod go-w ${state}\n`,
  });
  expect(fake.host.files.kind(JOURNAL)).toBe('file');
});

it.each([['history'], ['audit', '--no-live'], ['gen', '--check'], ['apply', '--dry-run'], ['status']])(
  '%s only tells',
  async (...args) => {
    const fake = killed(STARTING);
    const { stderr } = await unitpin(args, null, fake.host);
    expect(stderr).toContain(
      `warning: ${NAME} was interrupted; it is finished or undone by the next: unitpin apply\n`,
    );
    expect(read(fake, JOURNAL)).not.toBeNull();
    expect(acts(fake)).toEqual([]);
  },
);

it.each([['gen'], ['audit', '--fix']])('%s finishes it first', async (...args) => {
  const fake = killed(STARTING);
  const { stderr } = await unitpin(args, null, fake.host);
  expect(stderr).toContain(`${NAME} was interrupted: it is finished now\n`);
  expect(read(fake, JOURNAL)).toBeNull();
});
