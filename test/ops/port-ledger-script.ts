/** Reserves a port for each of the homes named, on this machine; with `hang`, stays as it is afterwards. */
import { openHost } from '../../src/host/host.ts';
import { reservePorts } from '../../src/ops/ports/port-ledger.ts';

const [folder = '', how = '', ...homes] = process.argv.slice(2);
const requests = homes.map((home) => ({
  app: 'hermes',
  profile: 'p',
  home,
  host: '127.0.0.1',
  configured: 8642,
  keeps: false,
  carried: null,
}));
const known = {
  reserved: new Set([8644, 8645, 8648, 9119, ...Array.from({ length: 2000 }, (_, i) => 24_000 + i)]),
  said: new Map(),
  carried: new Map(),
  isOwn: () => false,
};
const place = { host: openHost(undefined), folder, owner: null };
const ports = await reservePorts(place, requests, known, { pending: how !== 'keep' });
process.stdout.write(JSON.stringify([...ports.values()]));
if (how === 'hang') setTimeout(() => {}, 60_000);
