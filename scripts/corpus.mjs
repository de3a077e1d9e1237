// npm run corpus -- DIR: how far the audit agrees with labelled service definitions. DIR holds a folder a case: a service
// folder with a case.json whose units[] have name, argv, replace and pin { by: flag | env | none | conflict, profile }.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(project, 'dist', 'cli', 'main.js');
const [given] = process.argv.slice(2);
if (!given || !existsSync(given)) {
  console.error(`usage: npm run corpus -- DIR${given ? `\n${given} is not there` : ''}`);
  process.exit(2);
}

function audit(folder) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, 'audit', folder, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`audit ${folder} exited ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** What the label calls it: nothing of the definition's own names the profile. */
function pinOf({ kind, by, profile }) {
  if (kind === 'conflict') return { by: 'conflict', profile };
  if (kind === 'pinned') return { by: by === 'flag' ? 'flag' : 'env', profile };
  return { by: 'none', profile: null };
}

/** A profile that is only a placeholder has no name: `%i` of a template, `@NAME@`, `$prof`. */
const named = (profile) => (profile && /^[a-z0-9][a-z0-9_-]*$/.test(profile) ? profile : null);

function disagreements(unit, found) {
  // A file that is no unit has a label of its own: it runs nothing.
  if (!found && unit.argv.length === 0) found = { argv: [], replace: false, identity: { kind: 'foreign' } };
  if (!found) return ['not found'];
  const told = [];
  const compare = (what, label, ours) => {
    if (JSON.stringify(label) !== JSON.stringify(ours)) {
      told.push(`${what}: label ${JSON.stringify(label)}, here ${JSON.stringify(ours)}`);
    }
  };
  compare('argv', unit.argv, found.argv);
  compare('replace', unit.replace, found.replace);
  const pin = pinOf(found.identity);
  compare('pin', unit.pin.by, pin.by);
  if (unit.pin.by === pin.by && pin.by !== 'none')
    compare('profile', named(unit.pin.profile), named(pin.profile));
  return told;
}

const agree = { argv: 0, replace: 0, pin: 0, profile: 0 };
const rules = new Map();
let units = 0;
for (const name of readdirSync(given).sort()) {
  const folder = resolve(given, name);
  if (!existsSync(join(folder, 'case.json'))) continue;
  const label = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'));
  const { definitions, findings } = audit(folder);
  const fired = [...new Set(findings.map(({ rule, severity }) => `${rule} (${severity})`))];
  for (const one of fired) rules.set(one, (rules.get(one) ?? 0) + 1);
  const lines = label.units.flatMap((unit) => {
    units++;
    const bare = (text) => text.replace(/\.plist$/, '');
    const found =
      definitions.find(({ path }) => path.endsWith(`/${unit.name}`)) ??
      definitions.find((one) => bare(one.name) === bare(unit.name));
    const told = disagreements(unit, found);
    for (const what of Object.keys(agree))
      if (!told.some((line) => line.startsWith(what) || line === 'not found')) agree[what]++;
    return told.map((line) => `    ${unit.name}: ${line}`);
  });
  console.log(`${lines.length === 0 ? 'agrees  ' : 'DIFFERS '} ${name}`);
  if (lines.length > 0) console.log(lines.join('\n'));
  console.log(`    rules: ${fired.join(', ') || 'none'}`);
  for (const problem of label.expected_problems ?? []) console.log(`    label: ${problem}`);
}
console.log(`\n${units} units`);
for (const [what, count] of Object.entries(agree))
  console.log(`  ${what.padEnd(8)} ${count} agree, ${units - count} differ`);
console.log('\nrules by cases');
for (const [rule, count] of [...rules].sort((a, b) => b[1] - a[1]))
  console.log(`  ${String(count).padStart(4)}  ${rule}`);
