// What somebody downloads: its size, how long it takes to install, what comes with it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, inMs, project } from './measure.mjs';

const MB = 1e6;
const inMb = (bytes) => `${(bytes / MB).toFixed(2)} MB`;
const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

export function packageRows() {
  const place = join(folder, 'package');
  mkdirSync(place);
  const [packed] = JSON.parse(
    npm(project, 'pack', '--json', '--ignore-scripts', '--pack-destination', place),
  );
  const start = performance.now();
  // Nothing has to come over the net: it depends on nothing.
  npm(
    place,
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--prefix',
    place,
    join(place, packed.filename),
  );
  const ms = performance.now() - start;
  const others = readdirSync(join(place, 'node_modules')).filter((name) => !/^(\.|unitpin$)/.test(name));
  const { version } = JSON.parse(readFileSync(join(place, 'node_modules/unitpin/package.json'), 'utf8'));
  return [
    { what: `unitpin ${version}, packed`, figure: inMb(packed.size) },
    { what: 'unpacked', figure: inMb(packed.unpackedSize) },
    { what: 'files', figure: packed.entryCount },
    { what: 'npm install, from the file', figure: inMs(ms) },
    { what: 'dependencies installed with it', figure: others.length },
  ];
}
