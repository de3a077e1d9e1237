import { resolve } from 'node:path';
import { profileInName } from '../../fleet/naming.ts';
import { type DanglingLink, danglingLinks } from '../../systemd/dangling-links.ts';
import type { Context } from '../context.ts';
import type { UnitFolders } from '../manager.ts';

/** Links that enable a unit of the app which is in none of the manager's folders. */
export const danglingLinksOfHost = (context: Context, folders: UnitFolders): DanglingLink[] =>
  [folders.user, folders.system].flatMap((one) => below(context, one));

/** The same in folders that are named, each by itself. */
export const danglingLinksOfPaths = (context: Context, paths: readonly string[]): DanglingLink[] =>
  paths.flatMap((path) => below(context, [context.host.live ? resolve(path) : resolve('/', path)]));

const below = ({ host, app }: Context, folders: readonly string[]): DanglingLink[] =>
  danglingLinks(
    host.files,
    folders,
    (name) => name.endsWith('.service') && profileInName(name, app) !== null,
  );
