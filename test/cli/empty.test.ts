import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';

const host = (tree: Tree): string => makeRoot({ 'etc/passwd': PASSWD, 'home/u': null, ...tree });
const HOME: Tree = { 'home/u/.hermes/profiles/code': null };
const INIT = 'home/u/.config/unitpin/unitpin.yaml';

describe.each(['audit', 'status'])('%s', (command) => {
  it('says where it looked when there is no app', async () => {
    const root = host({});
    const { status, stderr } = await unitpin([command, '--root', root]);
    expect([status, stderr]).toEqual([
      0,
      `note: there is no Hermes Agent here: no home, and no definition of a gateway
  looked for its home /home/u/.hermes (--home, HERMES_HOME, then the app's rule), and for definitions in the folders of units and of LaunchAgents and wherever else their managers look
  next: install Hermes Agent, or name its home with --home DIR
`,
    ]);
  });

  it('and wishes for no service of it', async () => {
    expect((await unitpin([command, '--root', host({})])).stdout).not.toContain('default');
  });

  it('says how to begin when there is no service', async () => {
    const root = host({ ...HOME, 'home/u/.config/systemd/user/mpd.service': '' });
    expect((await unitpin([command, '--root', root])).stderr).toBe(
      `note: no service runs a gateway of Hermes Agent yet
  looked for definitions in /home/u/.config/systemd/user and wherever else their managers look
  next: unitpin gen --root ${root} --all
`,
    );
    const named = host({ ...HOME, [INIT]: 'profiles: { code: enabled }\n' });
    expect((await unitpin([command, '--root', named])).stderr).toContain(
      `\n  next: unitpin gen --root ${named} --diff\n`,
    );
  });

  it('keeps it to itself with --quiet, and for programs', async () => {
    const root = host(HOME);
    for (const rest of [['--quiet'], ['--format', 'json']])
      expect((await unitpin([command, '--root', root, ...rest])).stderr).toBe('');
  });

  it('has nothing to add where there is a service', async () => {
    const unit = '[Service]\nExecStart=/bin/hermes --profile code gateway run\n';
    const root = host({ ...HOME, 'home/u/.config/systemd/user/hermes-gateway-code.service': unit });
    expect((await unitpin([command, '--root', root])).stderr).toBe('');
  });
});
