// Figures as ratios within one run. Nothing here passes or fails.
import { applyRows } from './apply.mjs';
import { auditRows } from './audit.mjs';
import { packageRows } from './package.mjs';
import { portRows } from './ports.mjs';
import { startRows } from './start.mjs';
import { startAllRows } from './start-all.mjs';
import { statusRows } from './status.mjs';
import { superviseRows } from './supervise.mjs';

const TOPICS = {
  package: packageRows,
  start: startRows,
  audit: auditRows,
  status: statusRows,
  ports: portRows,
  'start-all': startAllRows,
  apply: applyRows,
  supervise: superviseRows,
};
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in TOPICS));
if (unknown !== undefined) {
  console.error(`${unknown} is none of ${Object.keys(TOPICS).join(', ')}`);
  process.exit(2);
}

for (const [name, rows] of Object.entries(TOPICS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.table(Object.fromEntries((await rows()).map(({ what, ...rest }) => [what, rest])));
}
