// Declarations by the compiler, code by the bundler: one file where Node would open two hundred is half of a start.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** The declarations that a user of the library comes to from these, by the modules they name. */
function reachable(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/["'](\.\.?\/[^"']+)\.[jt]s["']/g))
    reachable(join(dirname(file), `${path}.d.ts`), found);
  return found;
}
// The others are nobody's.
const used = reachable(join(dist, 'index.d.ts'));
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !used.has(file)) rmSync(file);
}

const templates = join(project, 'templates');
const { checkApp } = await imported('src/fleet/app-schema.ts');
const apps = Object.fromEntries(
  readdirSync(templates)
    .filter((id) => existsSync(join(templates, id, 'app.yaml')))
    .map((id) => {
      const path = join(templates, id, 'app.yaml');
      return [id, checkApp(readFileSync(path, 'utf8'), path)];
    }),
);
const parsedApps = {
  name: 'parsed-apps',
  load: (id) =>
    id.endsWith('/src/fleet/built-in-app.ts')
      ? `const apps = ${JSON.stringify(apps)};\nexport const builtInApp = (id) => structuredClone(apps[id]);`
      : null,
};

/** A module of ours, which this Node cannot read as it is. */
async function imported(input) {
  const bundle = await rolldown({ cwd: project, input, platform: 'node', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

/** Writes one bundle; gives its chunks. */
async function write(input, output) {
  const bundle = await rolldown({
    cwd: project,
    input,
    platform: 'node',
    plugins: [parsedApps],
    // yargs measures its help on every start, and string-width compiles a regular expression of 15 KB for each word of it;
    // wrap-ansi breaks no Chinese as it should be broken.
    resolve: {
      alias: {
        'string-width': join(project, 'src/report/width.ts'),
        'wrap-ansi': join(project, 'src/report/break-lines.ts'),
      },
    },
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
