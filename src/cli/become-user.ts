import { access, constants } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { type Exec, exec } from '../host/exec.ts';
import { Failure } from '../host/failure.ts';
import { packageFolder } from '../host/package.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';

/** What this process can become; tests bring their own. */
export interface Privileges {
  exec: Exec;
  uid: number;
  environment: Record<string, string | undefined>;
  /** All groups of the account, its own group, its number: in this order, which leaves nothing of root behind. */
  become(name: string, uid: number, gid: number): void;
  /** Of whoever it is by now. */
  home(): string;
  mayRead(path: string): Promise<boolean>;
  cwd(): string;
  chdir(path: string): void;
}

const ownPrivileges = (): Privileges => ({
  exec,
  uid: process.getuid?.() ?? -1,
  environment: process.env,
  become(name, uid, gid) {
    // In Node since long, and not in its types.
    const root = process as NodeJS.Process & { initgroups(user: string, group: number): void };
    root.initgroups(name, gid);
    root.setgid?.(gid);
    root.setuid?.(uid);
  },
  home: () => userInfo().homedir,
  mayRead: (path) =>
    access(path, constants.R_OK | constants.X_OK).then(
      () => true,
      () => false,
    ),
  cwd: process.cwd,
  chdir: process.chdir,
});

/** The account database answers at once, or through a network. Milliseconds. */
const TIMEOUT = 10_000;

/**
 * Makes this process one of another account before it has done anything: what follows runs with that account's rights,
 * home and manager, and cannot come back. Nothing is written as root below somebody's home.
 * @throws Failure (usage) for anybody but root, and for an account that is not there
 */
export async function becomeUser(name: string, privileges: Privileges = ownPrivileges()): Promise<void> {
  const { environment } = privileges;
  if (privileges.uid !== 0) {
    throw new Failure('usage', tr('--as-user is for root: it runs the command as somebody else'), {
      next: `sudo unitpin … --as-user ${name || 'NAME'}`,
    });
  }
  const [uid, gid] = [await numberOf(privileges, name, '-u'), await numberOf(privileges, name, '-g')];
  privileges.become(name, uid, gid);
  const home = privileges.home();
  for (const key of Object.keys(environment)) if (!KEPT.test(key)) delete environment[key];
  Object.assign(environment, { HOME: home, USER: name, LOGNAME: name });
  if (process.platform === 'linux') {
    const runtime = `/run/user/${uid}`;
    Object.assign(environment, {
      XDG_RUNTIME_DIR: runtime,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus`,
    });
  }
  // Root may stand where its account may not look; relative paths mean nothing to it there.
  if (!(await privileges.mayRead(privileges.cwd()))) privileges.chdir(home);
  if (await privileges.mayRead(packageFolder())) return;
  throw new Failure(
    'host',
    tr('{name} may not read unitpin itself ({folder})', { name, folder: packageFolder() }),
    {
      next: tr('install it where every account can read it, such as below /usr/local'),
    },
  );
}

/** Everything else in root's environment is about root: its homes, its buses, its app. */
const KEPT = /^(PATH|LANG|LANGUAGE|LC_.*|TERM|COLORTERM|NO_COLOR|TZ|COLUMNS|LINES)$/;

/** id(1) knows every account that the system does, whatever database it is in. */
async function numberOf({ exec, environment }: Privileges, name: string, what: '-u' | '-g'): Promise<number> {
  const unknown = (why?: string): Failure =>
    new Failure('usage', tr('there is no account called {name}', { name: quoted(name) }), {
      ...(why && { why }),
    });
  // To id, a number would be one of an account, and an option would be one.
  if (!/^[A-Za-z_][A-Za-z0-9_.@-]*\$?$/.test(name)) throw unknown();
  const result = await exec(['id', what, name], { env: { ...environment, LC_ALL: 'C' }, timeoutMs: TIMEOUT });
  if (result.state !== 'done')
    throw new Failure(
      'host',
      tr('could not find out who {name} is: id {state}', { name, state: result.state }),
    );
  const number = Number(result.stdout.trim());
  if (result.code === 0 && /^\d+$/.test(result.stdout.trim())) return number;
  throw unknown(result.stderr.trim().split('\n')[0]);
}
