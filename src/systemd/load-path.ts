export interface LoadPathPlaces {
  /** Home of the account whose manager it is. */
  home: string;
  /** Of this only `XDG_…` counts. */
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * The folders systemd looks for units in, first wins (systemd.unit(5), "Unit File Load Path"; `systemd-analyze
 * unit-paths`). Without `XDG_RUNTIME_DIR` a user's run-time folders are left out, as systemd does.
 */
export function unitFolders(scope: 'user' | 'system', places: LoadPathPlaces): string[] {
  return [...new Set(scope === 'system' ? SYSTEM : userFolders(places))];
}

const SYSTEM = [
  '/etc/systemd/system.control',
  '/run/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/etc/systemd/system.attached',
  '/run/systemd/system',
  '/run/systemd/system.attached',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/run/systemd/generator.late',
];

function userFolders({ home, env }: LoadPathPlaces): string[] {
  const config = absolute(env.XDG_CONFIG_HOME) ?? `${home}/.config`;
  const data = absolute(env.XDG_DATA_HOME) ?? `${home}/.local/share`;
  const runtime = absolute(env.XDG_RUNTIME_DIR);
  const atRuntime = (name: string): string[] => (runtime === null ? [] : [`${runtime}/systemd/${name}`]);
  return [
    `${config}/systemd/user.control`,
    ...atRuntime('user.control'),
    ...atRuntime('transient'),
    ...atRuntime('generator.early'),
    `${config}/systemd/user`,
    ...list(env.XDG_CONFIG_DIRS, '/etc/xdg'),
    '/etc/systemd/user',
    ...atRuntime('user'),
    '/run/systemd/user',
    ...atRuntime('generator'),
    `${data}/systemd/user`,
    ...list(env.XDG_DATA_DIRS, '/usr/local/share:/usr/share'),
    '/usr/local/lib/systemd/user',
    '/usr/local/share/systemd/user',
    '/usr/lib/systemd/user',
    '/usr/share/systemd/user',
    ...atRuntime('generator.late'),
  ];
}

const absolute = (path: string | undefined): string | null =>
  path?.startsWith('/') ? path.replace(/(?<=.)\/+$/, '') : null;

const list = (value: string | undefined, otherwise: string): string[] =>
  (value ?? otherwise)
    .split(':')
    .map(absolute)
    .filter((path) => path !== null)
    .map((path) => `${path}/systemd/user`);
