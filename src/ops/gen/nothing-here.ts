import { launchdFolders } from '../../launchd/folders.ts';
import { findSupervisor } from '../../supervisor/instances.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { foldersByRule } from '../manager.ts';

/** That there is nothing to work on. */
export interface NothingHere {
  what: string;
  /** What was looked at. */
  looked: string;
  /** The command to go on with, or what to do before there is one. */
  next: { command: string } | { todo: string };
}

/** What to tell where no definition was found: whether the app is there at all, and how to begin. */
export function nothingHere(context: Context): NothingHere {
  const { host, app, root, account, scope, manifest, state } = context;
  const isThere = (path: string): boolean => host.files.kind(path) === 'dir';
  const units = foldersByRule(context)[scope].filter(isThere);
  const agents = launchdFolders(scope, account.home).map(({ path }) => path);
  // The first of the units' is the one that people write into; there are twenty, and the system's own say nothing.
  const folders = [
    ...units.slice(0, 1).filter((path) => scope === 'system' || !path.startsWith('/etc/')),
    ...agents.filter(isThere).slice(0, 1),
  ];
  const where = folders.length > 0 ? folders.join(tr(', ')) : tr('the folders of units and of LaunchAgents');
  if (host.files.kind(root) !== 'dir') {
    return {
      what: tr('there is no {title} here: no home, and no definition of a gateway', { title: app.title }),
      looked: tr(
        "looked for its home {root} (--home, {variable}, then the app's rule), and for definitions in {where} and wherever else their managers look",
        { root, variable: app.home.variable, where },
      ),
      next: { todo: tr('install {title}, or name its home with --home DIR', { title: app.title }) },
    };
  }
  const supervisor = findSupervisor(host, state, root);
  if (supervisor)
    return {
      what: tr('there is no definition to look at'),
      looked: tr('process {pid} supervises {root}', { pid: supervisor.owner.pid, root }),
      next: { command: 'status' },
    };
  const what = tr('no service runs a gateway of {title} yet', { title: app.title });
  if (manifest?.manager === 'supervisor')
    return { what, looked: tr('no supervisor runs for {root}', { root }), next: { command: 'supervise' } };
  return {
    what,
    looked: tr('looked for definitions in {where} and wherever else their managers look', { where }),
    next: {
      command: manifest === null && host.live ? 'init' : manifest === null ? 'gen --all' : 'gen --diff',
    },
  };
}
