// Declarations by the compiler, code by the bundler: one file where Node would open two hundred is half of a start.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { rolldown } from 'rolldown';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(project, 'dist');

rmSync(dist, { recursive: true, force: true });
const compiler = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '--emitDeclarationOnly'], {
  cwd: project,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

const templates = join(project, 'templates');
const apps = Object.fromEntries(
  readdirSync(templates)
    .filter((id) => existsSync(join(templates, id, 'app.yaml')))
    .map((id) => [id, load(readFileSync(join(templates, id, 'app.yaml'), 'utf8'))]),
);
const parsedApps = {
  name: 'parsed-apps',
  load: (id) =>
    id.endsWith('/src/fleet/built-in-app.ts')
      ? `const apps = ${JSON.stringify(apps)};\nexport const builtInApp = (id) => structuredClone(apps[id]);`
      : null,
};

/** Writes one bundle; gives its chunks. */
async function write(input, output) {
  const bundle = await rolldown({
    cwd: project,
    input,
    platform: 'node',
    plugins: [parsedApps],
    // yargs measures its help on every start, and string-width compiles a regular expression of 15 KB for each word of it.
    resolve: { alias: { 'string-width': join(project, 'src/report/width.ts') } },
    // What the command loads late, the library may load at once; and import.meta is replaced where it is not there.
    checks: { emptyImportMeta: false, ineffectiveDynamicImport: false },
  });
  const written = await bundle.write({
    ...output,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // Names stay, for stack traces; what is not there need not be parsed.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  });
  return written.output;
}

const library = await write({ index: 'src/index.ts' }, { dir: dist, format: 'esm' });
// Node opens CommonJS chunks in a third of the time of ES modules, and that is what a user of the command waits for.
const command = await write({ main: 'src/cli/main.ts' }, { dir: join(dist, 'cli'), format: 'cjs' });
writeFileSync(join(dist, 'cli', 'package.json'), '{ "type": "commonjs" }\n');

/** The packages whose code is in the bundle: their licences ask to go with it. */
const packages = new Set(
  [...library, ...command].flatMap(({ moduleIds = [] }) =>
    moduleIds.flatMap((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []),
  ),
);
const licences = [...packages].sort().map((folder) => {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file || !existsSync(join(folder, file))) throw new Error(`${name} has no licence file`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
});
writeFileSync(join(dist, 'licences.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
