import { join } from 'node:path';
import { unitpin } from '../../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../../support/home.ts';

const PYTHON = '/home/u/.hermes/hermes-agent/venv/bin/python';

/** Made up here; of the right shape only. */
export const SECRET = `sk-proj-${'a1B2c3D4'.repeat(4)}`;

/** What somebody may write into a unit to get into a page. */
export const HOSTILE = `"><script>document.title='owned'</script><img src=x onerror="fetch('http://x.example/')"> '&lt; \u202e\u2066 אבג 客服`;

export const unit = (profile: string | null, port: number | null, more = ''): string =>
  [
    '[Unit]',
    `Description=${HOSTILE}`,
    '[Service]',
    `ExecStart=${PYTHON} -m hermes_cli.main${profile === null ? '' : ` --profile ${profile}`} gateway run --replace`,
    `Environment="OPENAI_API_KEY=${SECRET}"`,
    ...(port === null ? [] : [`Environment=API_SERVER_PORT=${port} API_SERVER_KEY=0123456789abcdef01234`]),
    'Restart=always',
    more,
    '',
  ].join('\n');

const UNITS = 'home/u/.config/systemd/user';
const HOME = 'home/u/.hermes';

/** `count` services: one that follows the sticky file into another one's profile, and two that want one port. */
export function fleet(count: number, more: Tree = {}): string {
  const tree: Tree = {
    'etc/passwd': PASSWD,
    [`${HOME}/active_profile`]: 'bot2\n',
    [`${UNITS}/hermes-gateway.service`]: unit(null, null),
  };
  for (let index = 2; index <= count; index++) {
    const name = `bot${index}`;
    tree[`${HOME}/profiles/${name}/config.yaml`] = '{}\n';
    tree[`${UNITS}/hermes-gateway-${name}.service`] = unit(name, index < 5 ? 8700 : 8700 + index);
  }
  return makeRoot({ ...tree, ...more });
}

/** A fleet in which every name that a file gives is hostile. */
export const hostileFleet = (): string =>
  fleet(3, {
    [`${UNITS}/hermes-gateway-x.service`]: unit('x', null, `${HOSTILE}\nWorkingDirectory=/${HOSTILE}`),
    [`${UNITS}/${`"><script>alert(1)<`}-'${'א'.repeat(60)}\u202e.service`.replaceAll('/script', 'script')]:
      unit('y', null),
    'home/u/Library/LaunchAgents/ai.hermes.gateway-z.plist': `<?xml version="1.0"?><plist version="1.0"><dict>
<key>Label</key><string>ai.hermes.gateway-&lt;script&gt;alert(1)&lt;/script&gt;</string>
<key>ProgramArguments</key><array><string>${PYTHON}</string><string>-m</string><string>hermes_cli.main</string>
<string>gateway</string><string>run</string><string>--replace</string></array></dict></plist>`,
  });

/** What a command writes for a root, without the place of that root. */
export async function page(root: string, ...args: string[]): Promise<string> {
  const [command = 'audit', ...rest] = args;
  const { stdout } = await unitpin([command, '--root', root, '--format', 'html', ...rest]);
  return stdout.replaceAll(root, '/ROOT');
}

export const incident = (name: string): string =>
  join(import.meta.dirname, '../../../fixtures/incidents', name);
