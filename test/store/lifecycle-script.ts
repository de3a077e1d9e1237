// Writes events to a lifecycle log as fast as it can: ROOT NUMBER EVENTS
import { filesBelow } from '../../src/host/files.ts';
import { openLifecycle } from '../../src/store/lifecycle.ts';

const [root = '', number = '', events = ''] = process.argv.slice(2);
const log = openLifecycle({
  files: filesBelow(root),
  folder: '/state',
  owner: null,
  manager: 'systemd',
  now: () => 0,
  warn: (message) => {
    throw new Error(message);
  },
});
for (let n = 0; n < Number(events); n++) log.note('ready', `w${number}`, { n, filler: 'x'.repeat(200) });
