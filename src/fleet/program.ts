import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';
import { passing } from '../model/passing-path.ts';
import { tr } from '../texts/tr.ts';

export interface ProgramSources {
  /** Words before the flags of the existing definition, where there is one. */
  existing: readonly string[] | null;
  manifest: readonly string[] | null;
  /** `--bin`, then the app's own variable (`HERMES_BIN`). */
  option: string | null;
  variable: string | null;
  root: string;
  accountHome: string;
  /** Folders of the caller's PATH; the last resort. */
  searchPath: readonly string[];
}

export interface Program {
  words: readonly string[];
  from: string;
}

/**
 * The program a service runs: existing definition, manifest, `--bin`, the app's variable, the install's layout, PATH.
 * @throws Failure (host) when none is found, naming where it was looked for.
 */
export function findProgram(files: Files, app: App, sources: ProgramSources): Program {
  const expand = (path: string): string =>
    path.startsWith('~/') ? sources.accountHome + path.slice(1) : path;
  if (sources.existing) return { words: sources.existing, from: tr('the existing definition') };
  const { manifest, option, variable } = sources;
  if (manifest) return { words: [expand(manifest[0] ?? ''), ...manifest.slice(1)], from: 'unitpin.yaml' };
  if (option) return { words: [absolute(option, '--bin')], from: '--bin' };
  if (variable) return { words: [absolute(variable, app.program.variable)], from: app.program.variable };

  for (const layout of app.program.layouts) {
    const path = `${sources.root}/${layout.path}`;
    if (files.kind(path) !== 'absent') return { words: [path, ...layout.argv], from: tr('the install') };
  }
  const looked = [`${sources.accountHome}/.local/bin`, '/usr/local/bin', ...sources.searchPath];
  for (const folder of looked) {
    const path = `${folder}/${app.program.name}`;
    // A whole home may be temporary; what moves within it is worse.
    const moves = (passing(path)?.kind ?? 'temporary') !== 'temporary';
    if (folder.startsWith('/') && !moves && files.kind(path) === 'file')
      return { words: [path], from: 'PATH' };
  }
  throw new Failure('host', tr('the program of {title} is not found', { title: app.title }), {
    where: sources.root,
    why:
      app.program.layouts.length === 0
        ? tr('looked for {name} on PATH (shims of version managers are left out: they move)', {
            name: app.program.name,
          })
        : tr(
            'looked for {layouts} below it, then for {name} on PATH (shims of version managers are left out: they move)',
            {
              layouts: app.program.layouts.map((one) => one.path).join(tr(', ')),
              name: app.program.name,
            },
          ),
    next: tr('name it with --bin /path/to/the/program'),
  });
}

function absolute(path: string, from: string): string {
  if (path.startsWith('/')) return path;
  throw new Failure('usage', tr('{from} is not an absolute path: {path}', { from, path }), {
    why: tr('a service manager does not look relative to your shell'),
  });
}
