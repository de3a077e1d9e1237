import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
/** What is longer is read in the package: an app has two hundred lines, and a schema that says the same. */
const LONGEST = 60;

const HEAD = `# The library, name by name

Made of the types by \`npx vitest run test/docs/library-reference.test.ts -u\`. [The library](library.md) shows how they are used.
`;

interface Exported {
  name: string;
  /** The declaration with what is said of it. */
  text: string;
  isType: boolean;
  /** Where it is in the package. */
  path: string;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  const compiler = join(PROJECT, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '--emitDeclarationOnly', '--outDir', folder], { cwd: PROJECT });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A name as its module declares it. */
function exported(name: string, module: string): Exported {
  const path = join(folder, module.replace(/\.ts$/, '.d.ts'));
  const text = readFileSync(path, 'utf8');
  const start = new RegExp(
    `(?:^/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)?^export (?:declare )?(function|const|class|interface|type) ${name}\\b`,
    'm',
  ).exec(text);
  if (start === null) throw new Error(`${name} is not declared in ${path}`);
  const rest = text.slice(start.index + start[0].length);
  const end = rest.search(/\n(?=\/\*\*|export |declare |interface |type )/);
  const declaration = start[0] + (end === -1 ? rest : rest.slice(0, end));
  return {
    name,
    text: declaration
      .trimEnd()
      .replace(/^export (?:declare )?/m, '')
      .replace(/^ +(?! *\*)/gm, (indent) => ' '.repeat(indent.length / 2)),
    isType: /^(interface|type)$/.test(start[1] ?? ''),
    path: join('dist', relative(folder, path)),
  };
}

function section([title, body]: readonly [string, string]): string {
  const all = [...body.matchAll(/^export (type )?\{([^}]+)\} from '([^']+)';/gm)].flatMap(
    ([, , names = '', module = '']) =>
      names
        .split(',')
        .map((one) => one.trim().replace(/^type /, ''))
        .filter((one) => one !== '')
        .map((one) => exported(one, module)),
  );
  const shown = [...all.filter(({ isType }) => !isType), ...all.filter(({ isType }) => isType)];
  return `## ${title}\n\n${shown.map(entry).join('\n')}`;
}

const entry = ({ name, text, path }: Exported): string =>
  text.split('\n').length > LONGEST
    ? `### \`${name}\`\n\nToo long for here: \`${path}\` in the package.\n`
    : `### \`${name}\`\n\n\`\`\`ts\n${text}\n\`\`\`\n`;

it('docs/library-reference.md is what the library exports', async () => {
  const index = readFileSync(join(PROJECT, 'src/index.ts'), 'utf8');
  const parts = index.split(/^\/\/ (.+)\.\n\n(?=export )/m).slice(1);
  const sections = Array.from({ length: parts.length / 2 }, (_, at) =>
    section([parts[2 * at] ?? '', parts[2 * at + 1] ?? '']),
  );
  const made = `${HEAD}\n${sections.join('\n')}`;
  // None is forgotten: each name that is exported has its entry.
  const names = [...index.matchAll(/^export (?:type )?\{([^}]+)\}/gm)].flatMap(([, some = '']) =>
    some.split(',').map((one) => one.trim().replace(/^type /, '')),
  );
  for (const name of names.filter((one) => one !== '')) expect(made).toContain(`### \`${name}\`\n`);
  await expect(made).toMatchFileSnapshot(join(PROJECT, 'docs/library-reference.md'));
});
