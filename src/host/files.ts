import { resolve } from 'node:path';
import { type ReadFiles, readFiles } from './read-files.ts';
import { pathsBelow, pathsOfDrives } from './rooted-paths.ts';
import { type WriteFiles, writeFiles } from './write-files.ts';

/** Files below one root. Absolute paths in, absolute paths out, as a process living in that root sees them. */
export interface Files extends ReadFiles, WriteFiles {
  readonly root: string;
}

/** The files of a host whose file system is mounted at `root` (`/` for this machine). */
export function filesBelow(root: string): Files {
  const base = resolve(root);
  const paths = root === '/' && process.platform === 'win32' ? pathsOfDrives() : pathsBelow(base);
  return { root: base, ...readFiles(paths), ...writeFiles(paths) };
}
