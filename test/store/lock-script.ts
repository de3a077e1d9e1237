/** Takes a lock `times` times and counts in a file under it; with `hold`, keeps it and says so. */
import { readFileSync, writeFileSync } from 'node:fs';
import { filesBelow } from '../../src/host/files.ts';
import { withLock, withLockAwaited } from '../../src/store/lock.ts';

const [root = '', how = '', times = '0'] = process.argv.slice(2);
const place = { files: filesBelow(root), folder: '/state', name: 'lock', owner: null };
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const counter = `${root}/counter`;

if (how === 'hold') {
  await withLockAwaited(place, sleep, async () => {
    process.stdout.write('held');
    await sleep(60_000);
  });
}
for (let i = 0; i < Number(times); i++) {
  const count = () => writeFileSync(counter, String(Number(readFileSync(counter, 'utf8')) + 1));
  if (how === 'sync') withLock(place, count);
  else {
    await withLockAwaited(place, sleep, async () => {
      const before = Number(readFileSync(counter, 'utf8'));
      await sleep(1);
      writeFileSync(counter, String(before + 1));
    });
  }
}
