import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { openHost } from '../../src/host/host.ts';
import { ownProcess, type ProcessId } from '../../src/host/process-id.ts';
import {
  findSupervisor,
  instancePlace,
  takeInstance,
  writeInstance,
} from '../../src/supervisor/instances.ts';
import { makeRoot } from '../support/home.ts';
import { fakeWorld, fleetOf } from './world.ts';

const nobodyAnswers = async (): Promise<boolean> => true;
const somebodyAnswers = async (): Promise<boolean> => false;

/** A state folder, and how a supervisor takes its place there. */
function state() {
  const folder = makeRoot({ 'home/.hermes': null });
  const host = openHost(undefined);
  const place = instancePlace(host.files, folder, join(folder, 'home/.hermes'));
  const take = (isDeaf = nobodyAnswers) => takeInstance(host, place, '/root-home', isDeaf);
  /** What a supervisor that ended in the middle has left. */
  function leave(owner: ProcessId, socket = `${place.folder}/control.sock`, recorded = owner): void {
    host.files.makeFolder(place.folder);
    host.files.claim(`${place.folder}/supervisor.lock`, `${JSON.stringify(owner)}\n`);
    writeInstance(host.files, place.folder, {
      schema: 1,
      owner: recorded,
      root: '/root-home',
      socket,
      children: [],
    });
  }
  return { folder, host, place, take, leave };
}

it('is one for all ways to write a home, found at once, however many there are (B-33, B-34)', () => {
  const root = makeRoot({ 'a/app': null });
  symlinkSync(join(root, 'a'), join(root, 'link'));
  const files = filesBelow('/');
  const id = (path: string): string => instancePlace(files, '/state', join(root, path)).id;
  expect(new Set(['a/app', 'a/app/', 'a/../a/app', 'link/app'].map(id)).size).toBe(1);
  mkdirSync(join(root, 'b/app'), { recursive: true });
  expect(id('b/app')).not.toBe(id('a/app'));
});

it('is taken by one of many that want it at the same time; the others are told who has it (B-32)', async () => {
  const { take, folder, host } = state();
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => take()));
  const won = all.filter((one) => one.status === 'fulfilled');
  expect(won).toHaveLength(1);
  const told = all.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
  expect(new Set(told)).toEqual(new Set([`process ${process.pid} supervises /root-home already`]));
  won[0]?.value.release();
  await expect(take()).resolves.toBeDefined();
  expect(findSupervisor(host, folder, join(folder, 'home/.hermes'))).toBeNull();
});

it('is taken over from a container that is no more, also by one of another name', async () => {
  const self = ownProcess();
  for (const host of [self.host, 'another-container']) {
    const { take, leave } = state();
    leave({ ...self, host, namespace: 'pid:[1]' });
    const { left } = await take();
    expect(left?.owner.host).toBe(host);
  }
});

it.each([
  ['answers', {}, {}, somebodyAnswers],
  ['runs on another machine', { boot: 'another' }, {}, nobodyAnswers],
  ['has a socket that only it can see', {}, { socket: '/run/user/1000/unitpin/x.sock' }, nobodyAnswers],
  ['has not opened its socket yet', {}, { recorded: { start: 1 } }, nobodyAnswers],
])('is left to another container whose supervisor %s', async (_, differs, left, isDeaf) => {
  const { take, leave, place } = state();
  const owner = { ...ownProcess(), host: 'another-container', namespace: 'pid:[1]', ...differs };
  const { socket, recorded } = { socket: undefined, recorded: undefined, ...left };
  leave(owner, socket, { ...owner, ...(recorded as Partial<ProcessId> | undefined) });
  await expect(take(isDeaf)).rejects.toMatchObject({
    message: `process ${owner.pid} on another-container supervises /root-home already`,
    next: `when no such process is there any more: rm ${place.folder}/supervisor.lock`,
  });
});

it('adopts a child that no record has, by its mark; of two with one profile neither', async () => {
  const world = fakeWorld(fleetOf({ profile: 'a' }, { profile: 'b' }, { profile: 'c' }));
  const { id } = instancePlace(world.host.files, '/home/u/.local/state/unitpin', '/home/u/.hermes');
  const gateway = (pid: number, profile: string, mark: string): void => {
    const home = `/home/u/.hermes/profiles/${profile}`;
    world.fake.processes.set(pid, {
      pid,
      start: pid,
      argv: ['/home/u/.hermes/bin/hermes', '--profile', profile, 'gateway', 'run'],
      environment: new Map([
        ['HERMES_HOME', home],
        ['UNITPIN_SUPERVISOR', mark],
      ]),
      controlGroup: '/',
    });
  };
  gateway(501, 'a', id);
  gateway(502, 'b', 'another0');
  gateway(503, 'c', id);
  gateway(504, 'c', id);
  void world.run();
  await world.advance(5_000);
  expect(world.lines.filter((line) => line.includes('adopted'))).toEqual(['a: adopted (process 501)']);
  expect([world.startsOf('a'), world.startsOf('b'), world.startsOf('c')]).toEqual([0, 0, 0]);
  const list = await world.list();
  expect(list.b).toMatch(/^parked: process 502 runs this profile, and was not started here/);
  expect(list.c).toMatch(/^parked: /);
  world.interrupt();
  await world.advance(180_000);
  expect(world.signals).toEqual(['SIGTERM a']);
});
