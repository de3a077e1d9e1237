import { createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { type BindResult, net } from '../../src/host/net.ts';
import type { Listener, Listeners } from '../../src/model/gateway.ts';
import {
  candidatePort,
  choosePorts,
  FIRST_PORT,
  LAST_PORT,
  type PortSpace,
  type PortWish,
} from '../../src/runtime/allocate.ts';

const HOME = '/home/u/.hermes/profiles/code';
const FIRST = candidatePort(HOME);
const WISH: PortWish = { home: HOME, host: '127.0.0.1', configured: null, last: null, holds: false };
const table = (...all: [address: string, port: number][]): Listeners => ({
  source: 'proc',
  all: all.map(([address, port]): Listener => ({ address, port, owner: null })),
});

/** A machine where nothing listens and everything can be bound. `bound`: what was tried. */
function space(
  more: Partial<PortSpace> = {},
  bind: (address: string, port: number) => BindResult = () => ({ state: 'free' }),
) {
  const bound: string[] = [];
  const given: PortSpace = {
    reserved: new Set(),
    allocated: new Map(),
    said: new Map(),
    listeners: table(),
    isOwn: () => false,
    net: {
      bind: async (address, port) => {
        bound.push(`${address} ${port}`);
        return bind(address, port);
      },
      resolve: async (name) => (name === 'box' ? ['192.0.2.7', '2001:db8::7'] : []),
    },
    ...more,
  };
  return { bound, given };
}

const choose = async (wish: Partial<PortWish>, given: PortSpace): Promise<number> =>
  (await choosePorts([{ ...WISH, ...wish }], given)).get(HOME) ?? 0;

describe('the order', () => {
  it('configured and free, then the last, then one that hangs on the home, then the next ones (B-07)', async () => {
    const busy = (...ports: number[]) =>
      space({ listeners: table(...ports.map((port) => ['127.0.0.1', port] as [string, number])) }).given;
    const wish = { configured: 8650, last: 21_000 };
    expect(await choose(wish, busy())).toBe(8650);
    expect(await choose(wish, busy(8650))).toBe(21_000);
    expect(await choose(wish, busy(8650, 21_000))).toBe(FIRST);
    expect(await choose(wish, busy(8650, 21_000, FIRST, FIRST + 1))).toBe(FIRST + 2);
  });

  it('the candidate hangs on the home alone, and is always in the range', () => {
    const all = Array.from({ length: 2000 }, (_, i) => candidatePort(`/home/u/.hermes/profiles/p${i}`));
    expect(all.every((port) => port >= FIRST_PORT && port <= LAST_PORT)).toBe(true);
    expect(new Set(all).size).toBeGreaterThan(1700);
    expect(candidatePort('/home/u/.hermes/profiles/p7')).toBe(all[7]);
  });

  it('what gateways take besides their port is left to each of them, in both directions', async () => {
    const derived = [
      { first: 2, last: 2 },
      { first: 5, last: 8 },
    ];
    const beside = (...others: number[]) =>
      choose({}, space({ derived, allocated: new Map(others.map((port) => [port, '/other'])) }).given);
    expect(await beside(FIRST - 2)).toBe(FIRST + 1);
    expect(await beside(FIRST + 2)).toBe(FIRST + 1);
    expect(await beside(FIRST - 5)).toBe(FIRST + 4);
    // FIRST + 3 would have the other one as its second.
    expect(await beside(FIRST + 5)).toBe(FIRST + 1);
    expect(await beside(FIRST - 1)).toBe(FIRST);
  });

  it('reserved ports, those of others and those given a moment ago are passed over', async () => {
    const { given } = space({
      reserved: new Set([8650, FIRST]),
      allocated: new Map([[FIRST + 1, '/other']]),
      said: new Map([
        [FIRST + 2, new Set(['/other'])],
        [FIRST + 3, new Set([HOME])],
      ]),
    });
    expect(await choose({ configured: 8650 }, given)).toBe(FIRST + 3);
    const two = await choosePorts([{ ...WISH, home: '/a', configured: FIRST + 3 }, WISH], space().given);
    expect([...two.values()]).toEqual([FIRST + 3, FIRST]);
  });

  // G-15
  it('a listener that is its own gateway leaves the port free, and is not disturbed', async () => {
    const { given, bound } = space({
      listeners: table(['127.0.0.1', 8650]),
      isOwn: (_, home) => home === HOME,
    });
    expect(await choose({ configured: 8650 }, given)).toBe(8650);
    expect(bound).toEqual([]);
  });

  it('what its definition carries it keeps, whoever listens there', async () => {
    const { given } = space({ listeners: table(['127.0.0.1', 21_000]) });
    expect(await choose({ last: 21_000, holds: true }, given)).toBe(21_000);
    expect(await choose({ last: 21_000, holds: false }, given)).toBe(FIRST);
    expect(await choose({ last: 21_000, holds: true }, { ...given, reserved: new Set([21_000]) })).toBe(
      FIRST,
    );
  });

  it('12,000 reserved ports are no matter, and a range used up is named (B-13)', async () => {
    const reserved = new Set(Array.from({ length: 12_000 }, (_, i) => FIRST_PORT + i));
    const port = await choose({}, space({ reserved }).given);
    expect(port).toBeGreaterThanOrEqual(32_000);
    for (let one = FIRST_PORT; one <= LAST_PORT; one++) reserved.add(one);
    await expect(choose({}, space({ reserved }).given)).rejects.toThrow(
      'no port is free between 20000 and 32767',
    );
  });
});

describe('one space of addresses (B-14)', () => {
  it.each([
    ['127.0.0.1', '0.0.0.0', FIRST],
    ['127.0.0.1', '::', FIRST],
    ['0.0.0.0', '127.0.0.1', FIRST],
    ['::', '127.0.0.1', FIRST],
    ['[::1]', '::', FIRST],
    ['localhost', '::1', FIRST],
    ['127.0.0.1', '::1', 8650],
    ['127.0.0.1', '192.0.2.1', 8650],
    ['::1', '0.0.0.0', 8650],
  ])('wanted on %s, a listener on %s', async (host, address, port) => {
    expect(await choose({ host, configured: 8650 }, space({ listeners: table([address, 8650]) }).given)).toBe(
      port,
    );
  });

  it('a new port is one that nothing has at any address', async () => {
    const { given } = space({ listeners: table(['::1', FIRST], ['192.0.2.1', FIRST + 1]) });
    expect(await choose({}, given)).toBe(FIRST + 2);
  });

  it('where the table may lack some, wildcards are tried, too: macOS would let a narrow address in', async () => {
    const wild = (address: string, port: number): BindResult =>
      address === '0.0.0.0' && port === FIRST ? { state: 'busy' } : { state: 'free' };
    for (const source of ['lsof', null] as const)
      expect(await choose({}, space({ listeners: { source, all: source && [] } }, wild).given)).toBe(
        FIRST + 1,
      );
    const known = space({}, wild);
    expect(await choose({}, known.given)).toBe(FIRST);
    expect(known.bound).toEqual([`127.0.0.1 ${FIRST}`]);
  });

  it('without IPv6 on the machine IPv4 is enough', async () => {
    const noSix = (address: string): BindResult =>
      address.includes(':') ? { state: 'error', code: 'EADDRNOTAVAIL' } : { state: 'free' };
    expect(await choose({ host: 'localhost' }, space({}, noSix).given)).toBe(FIRST);
    expect(await choose({}, space({ listeners: { source: null, all: null } }, noSix).given)).toBe(FIRST);
    await expect(choose({ host: '::1' }, space({}, noSix).given)).rejects.toThrow(
      'no interface of this machine',
    );
  });

  it('a name is looked up once, and every address of it has to be free', async () => {
    let lookUps = 0;
    const { given, bound } = space({}, (address, port) =>
      address === '2001:db8::7' && port === FIRST ? { state: 'busy' } : { state: 'free' },
    );
    const resolve = given.net!.resolve;
    given.net!.resolve = (name) => {
      lookUps++;
      return resolve(name);
    };
    expect(await choose({ host: 'box' }, given)).toBe(FIRST + 1);
    expect(lookUps).toBe(1);
    expect(bound).toEqual(
      ['192.0.2.7', '2001:db8::7']
        .flatMap((a) => [FIRST, FIRST + 1].map((p) => `${a} ${p}`))
        .sort((a, b) => Number(a.slice(-5)) - Number(b.slice(-5)) || (a < b ? -1 : 1)),
    );
  });
});

// G-13
describe('only EADDRINUSE is busy (B-12)', () => {
  it.each([
    ['EACCES', 'cannot listen on 127.0.0.1 port 80: this account may not bind that port'],
    ['EADDRNOTAVAIL', 'cannot listen on 127.0.0.1 port 80: no interface of this machine has that address'],
    ['EMFILE', 'cannot listen on 127.0.0.1 port 80: EMFILE'],
  ])('%s is an error after one try', async (code, message) => {
    const { given, bound } = space({}, () => ({ state: 'error', code }));
    const failure = await choose({ configured: 80 }, given).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ exit: 'host', message, cause: { code } });
    expect(bound).toEqual(['127.0.0.1 80']);
  });

  it('a name without an address is an error before any try', async () => {
    const { given, bound } = space();
    const failure = await choose({ host: 'nowhere.invalid' }, given).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: 'cannot listen on nowhere.invalid: the name has no address',
      cause: { code: 'ENOTFOUND' },
    });
    expect(bound).toEqual([]);
  });

  it('of the real system: an address of nobody here', async () => {
    const failure = await choose({ host: '192.0.2.1' }, space({ net }).given).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ cause: { code: 'EADDRNOTAVAIL' } });
  });
});

describe('on this machine, where no table helps', () => {
  const unknown: Listeners = { source: null, all: null };

  it.each([
    ['127.0.0.1', '0.0.0.0'],
    ['0.0.0.0', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
  ])('wanted on %s, taken on %s', async (host, address) => {
    const port = await listen(address);
    expect(await choose({ host, configured: port }, space({ net, listeners: unknown }).given)).not.toBe(port);
  });

  it('a port that was let go is free again', async () => {
    const port = await listen('127.0.0.1', true);
    expect(await choose({ configured: port }, space({ net, listeners: unknown }).given)).toBe(port);
  });
});

async function listen(host: string, close = false): Promise<number> {
  const server = await new Promise<Server>((done) => {
    const one = createServer().listen({ port: 0, host }, () => done(one));
  });
  const { port } = server.address() as { port: number };
  if (close) await new Promise((done) => server.close(done));
  else onTestFinished(() => void server.close());
  return port;
}
