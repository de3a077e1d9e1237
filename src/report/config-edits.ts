import type { ConfigEdit } from '../model/config-edit.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';

/** The lines that change, and no others: what else is in such a file is nobody's business. */
export const configEditsText = (edits: readonly ConfigEdit[], home: string, paint: Paint): string =>
  edits
    .flatMap((edit) => {
      const { path, line, inserted } = edit;
      const old = inserted === 0 ? [lineOf(edit.before, line)] : [];
      const now = Array.from({ length: Math.max(1, inserted) }, (_, index) =>
        lineOf(edit.after, line + index),
      );
      return [
        paint('bold', `${shortPath(path, home)}:${line}`),
        ...old.map((text) => paint('red', `-${text}`)),
        ...now.map((text) => paint('green', `+${text}`)),
      ];
    })
    .join('\n');

const lineOf = (bytes: Buffer, line: number): string =>
  display(bytes.toString('utf8').split(/\r\n|\n|\r/)[line - 1] ?? '');

/** The same for programs. */
export const configEditsJson = (edits: readonly ConfigEdit[]) =>
  edits.map(({ profile, path, line, inserted }) => ({ profile, path, line, inserted }));
