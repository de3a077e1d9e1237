// The status of 1,000 profiles, by the baseline and by ours, each as it would be used in a program. The gateways are real processes.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { openContext, openHost, readStatus } from '../dist/index.js';
import { compareInProcess, folder, inMs } from './measure.mjs';
import { compileGateway, makeHome, startGateways, unitText } from './runtime-host.mjs';
import { seedGatewayManager } from './seed-gateway-manager.mjs';

const PROFILES = 1000;
const REQUEST = { profiles: null, manager: null, scope: null, live: false, timeoutMs: 500 };

export async function statusRows() {
  return [
    await row('dead', { running: false }),
    await row('healthy', { running: true }),
    await row('10 of them hang', { running: true, hanging: 10, rounds: 3 }),
    await row('dead, each with a unit', { running: false, units: true }),
    await row('healthy, each with a unit', { running: true, units: true }),
  ].filter((one) => one !== null);
}

async function row(what, { running, hanging = 0, units = false, rounds = 5 }) {
  const account = mkdtempSync(join(folder, 'account-'));
  const root = makeHome(account, PROFILES, units ? unitText(account) : null);
  const program = running ? compileGateway(root) : null;
  const name = `listAll against status, ${PROFILES} profiles, ${what}`;
  if (running && program === null) return { what: name, ratio: 'no C compiler here' };
  const stop = program ? await startGateways(program, root, PROFILES, hanging) : async () => {};
  try {
    const seed = seedGatewayManager(root);
    const context = await openContext(hostOf(account), {});
    // Whoever looks again, as a web interface does, has kept what files said that have not changed since.
    const afresh = async () => readStatus(await openContext(hostOf(account), {}), REQUEST);
    const [theirs, first, again] = await compareInProcess(
      [() => seed.listAll(), afresh, () => readStatus(context, REQUEST)],
      rounds,
    );
    const ratio = (ms) => `${(ms / theirs).toFixed(2)} × the seed's`;
    return {
      what: name,
      seed: inMs(theirs),
      time: inMs(again),
      ratio: ratio(again),
      'first look': inMs(first),
      'its ratio': ratio(first),
    };
  } finally {
    await stop();
  }
}

/** This machine, as somebody whose home is there. */
export function hostOf(account) {
  mkdirSync(account, { recursive: true });
  const host = openHost(undefined);
  return { ...host, caller: { ...host.caller, home: account }, environment: {} };
}
