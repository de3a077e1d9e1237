import { Failure } from '../host/failure.ts';
import { isProcessId, type ProcessId } from '../host/process-id.ts';
import { shellWord } from '../model/shell-word.ts';
import { tr } from '../texts/tr.ts';

/** A port that was given to a profile. */
export interface LedgerEntry {
  app: string;
  profile: string;
  /** Home of the profile: what an entry belongs to. */
  home: string;
  port: number;
  /** The port that its own settings said at that time: as long as they say the same, the entry counts instead. */
  instead: number;
  /** When, as ISO 8601. */
  at: string;
  /** Who reserved it and has not put it into a definition yet; null once one carries it. */
  pending: ProcessId | null;
}

/** Which port which profile of an account has. One entry a home, one a port. */
export type Ledger = readonly LedgerEntry[];

const SCHEMA = 1;

/** @throws Failure (usage) for anything that is not a whole ledger: an empty one would give the same ports again. */
export function parseLedger(text: string, path: string): LedgerEntry[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw broken(path, tr('is not valid JSON'), cause);
  }
  const { schema, ports } = isObject(data) ? data : { schema: undefined, ports: undefined };
  if (typeof schema === 'number' && schema > SCHEMA) {
    throw new Failure(
      'usage',
      tr('{path} was written by a newer unitpin (schema {schema})', { path, schema }),
      {
        where: path,
        next: tr('use that version, or a later one'),
      },
    );
  }
  if (schema !== SCHEMA || !Array.isArray(ports)) throw broken(path, tr('is not a ledger of ports'));
  const entries = ports.map((one, index): LedgerEntry => {
    const wrong = whatIsWrong(one);
    if (wrong !== null)
      throw broken(path, tr('is not as it should be: ports.{index}.{wrong}', { index, wrong }));
    return one as LedgerEntry;
  });
  for (const key of ['port', 'home'] as const) {
    const seen = new Set<unknown>();
    const twice = entries.find((one) => seen.size === seen.add(one[key]).size);
    if (twice) throw broken(path, tr('has two entries with the {key} {twice}', { key, twice: twice[key] }));
  }
  return entries;
}

/** In the order of the ports, so that equal ledgers are equal files. */
export const serialiseLedger = (ledger: Ledger): string =>
  `${JSON.stringify({ schema: SCHEMA, ports: [...ledger].sort((a, b) => a.port - b.port) }, null, 2)}\n`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPort = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535;
const isWord = (value: unknown): boolean => typeof value === 'string' && value !== '';

const FIELDS: Record<keyof LedgerEntry, (value: unknown) => boolean> = {
  app: isWord,
  profile: isWord,
  home: (value) => typeof value === 'string' && value.startsWith('/'),
  port: isPort,
  instead: isPort,
  at: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  pending: (value) => value === null || isProcessId(value),
};

/** The first field that is not as it should be; null when all are. */
function whatIsWrong(entry: unknown): string | null {
  if (!isObject(entry)) return tr('it is not an object');
  const unknown = Object.keys(entry).find((key) => !Object.hasOwn(FIELDS, key));
  const wrong = Object.entries(FIELDS).find(([key, isRight]) => !isRight(entry[key]));
  return unknown ?? wrong?.[0] ?? null;
}

const broken = (path: string, what: string, cause?: unknown): Failure =>
  new Failure('usage', `${path} ${what}`, {
    where: path,
    why: tr('it says which port belongs to which profile; without it two could be given the same'),
    next: tr('mend it, or move it away (definitions keep the ports they carry): mv {path} {path}.broken', {
      path: shellWord(path),
    }),
    cause,
  });
