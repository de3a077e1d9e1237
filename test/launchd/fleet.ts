import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { type CliResult, unitpin } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';
import { installStandIn } from '../support/stand-in.ts';
import { type AnyLaunchd, isReal, openLaunchd } from './real.ts';
import { type Settings, startLaunchd } from './stand-in.ts';

export const PROFILES = ['default', 'code', 'work'];
const LABEL = 'ai.hermes.gateway';
export const labelOf = (profile: string): string => (profile === 'default' ? LABEL : `${LABEL}-${profile}`);

/** An account with the app and these profiles, on the launchd of the test's own. */
export const startMac = async (profiles: readonly string[], settings: Settings = {}) =>
  macWith(await startLaunchd(settings), profiles);

/** The same on whatever launchd the suites run. */
export const openMac = async (profiles: readonly string[]) => macWith(await openLaunchd(), profiles);

async function macWith<L extends AnyLaunchd>(launchd: L, profiles: readonly string[]) {
  const { home, host } = launchd;
  const root = join(home, '.hermes');
  if (isReal) installScript(join(root, 'bin/hermes'));
  else installStandIn(home);
  const homeOf = (profile: string): string =>
    profile === 'default' ? root : join(root, 'profiles', profile);
  for (const profile of profiles) mkdirSync(homeOf(profile), { recursive: true });
  // Whoever runs the suites on a Mac with gateways keeps them.
  for (const profile of profiles) expect(await launchd.job(labelOf(profile))).toBe(null);

  return {
    ...launchd,
    root,
    homeOf,
    unitpin: (...args: string[]): Promise<CliResult> =>
      unitpin([...args, '--manager', 'launchd'], null, host),
    /** Somebody's property list; `keys` is XML. */
    write: (label: string, words: readonly string[], keys: string): string => {
      const path = join(launchd.agents, `${label}.plist`);
      const argv = words.map((word) => `<string>${word}</string>`).join('');
      writeFileSync(
        path,
        '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>' +
          `<key>Label</key><string>${label}</string><key>ProgramArguments</key><array>${argv}</array>` +
          `<key>RunAtLoad</key><true/>${keys}</dict></plist>\n`,
      );
      return path;
    },
    /** One call by hand, which must do. */
    launchctl: async (...words: string[]): Promise<string> => {
      const result = await host.exec(['launchctl', ...words], {
        env: { ...host.environment, LC_ALL: 'C' },
        timeoutMs: 10_000,
      });
      expect(result).toMatchObject({ state: 'done', code: 0 });
      return result.state === 'done' ? result.stdout : '';
    },
    /** The gateway that says to run a profile, when it is the process of this job; else null. */
    gatewayOf: async (profile: string, label = labelOf(profile)): Promise<number | null> => {
      const job = await launchd.job(label);
      if (isReal) return job?.pid ?? null;
      const state = readState(join(homeOf(profile), 'gateway_state.json'));
      const right = state?.gateway_state === 'running' && state.hermes_home === homeOf(profile);
      return right && job?.pid === state.pid ? state.pid : null;
    },
    /** Waits until a job has been started so often. */
    runs: (label: string, count: number) =>
      eventually(async () => expect((await launchd.job(label))?.runs).toBeGreaterThanOrEqual(count)),
  };
}

export type Mac = Awaited<ReturnType<typeof openMac>>;

/** What a real Mac runs in the stand-in's place, which needs Linux. */
function installScript(path: string): void {
  const fail = 'case "$*" in *start*) exit 2;; esac; [ -e "$HERMES_HOME/broken" ] && exit 1';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${fail}\ntrap "exit 0" TERM\nwhile :; do sleep 0.1; done\n`);
  chmodSync(path, 0o755);
}

/** From its next start on, the gateway of this profile ends at once, and badly. */
export function breakProfile(mac: Pick<Mac, 'homeOf'>, profile: string): void {
  const [name, text] = isReal ? ['broken', ''] : ['stand-in.json', '{"exitCode": 1}'];
  writeFileSync(join(mac.homeOf(profile), name), text);
}

function readState(path: string): { pid: number; hermes_home: string; gateway_state: string } | null {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** The gateways of `PROFILES`. */
export const pids = async (mac: Pick<Mac, 'gatewayOf'>) =>
  Object.fromEntries(
    await Promise.all(PROFILES.map(async (profile) => [profile, await mac.gatewayOf(profile)] as const)),
  );

/** Makes unitpin's own jobs for all of `PROFILES`, and starts them. */
export async function threeOfOurs<M extends Pick<Mac, 'unitpin'>>(mac: M): Promise<M> {
  const { status, stderr } = await mac.unitpin('apply', '--yes', '--all');
  expect([status, stderr]).toEqual([0, expect.stringContaining('3 of 3 services run their profile.')]);
  return mac;
}

/** What was asked of launchd since then. */
export const actsSince = async (mac: Pick<Mac, 'acts'>, before: readonly string[]) =>
  (await mac.acts()).slice(before.length);

export function manifest({ home }: Pick<Mac, 'home'>, text: string): void {
  const path = join(home, '.config/unitpin/unitpin.yaml');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
