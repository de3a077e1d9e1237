// THE BASELINE, not part of unitpin: the flow of the GatewayManager of hermes-web-ui 0.5.17, stated anew from how it behaves, so that
// `npm run bench` can compare with it in the same run. Its weaknesses are kept on purpose (docs/gateway-manager.md).
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';

const DEFAULT_PORT = 8642;

/** @param base the root home. */
export function seedGatewayManager(base) {
  /** What it remembers of gateways, and the ports given away in this round. */
  const known = new Map();
  const allocated = new Set();

  const homeOf = (name) => (name === 'default' ? base : join(base, 'profiles', name));
  const configOf = (name) => join(homeOf(name), 'config.yaml');

  /** The whole YAML for two values; anything odd becomes the default. */
  function readEndpoint(name) {
    const host = process.env.GATEWAY_HOST || '127.0.0.1';
    if (!existsSync(configOf(name))) return { port: DEFAULT_PORT, host };
    try {
      const config = load(readFileSync(configOf(name), 'utf8'), { json: true }) ?? {};
      const extra = config.platforms?.api_server?.extra;
      const raw = extra?.port || DEFAULT_PORT;
      const port = typeof raw === 'number' ? raw : Number.parseInt(raw, 10) || DEFAULT_PORT;
      return { port: port > 0 && port <= 65535 ? port : DEFAULT_PORT, host: extra?.host || host };
    } catch {
      return { port: DEFAULT_PORT, host };
    }
  }

  const asPid = (value) => (typeof value === 'number' ? value : Number.parseInt(value, 10) || null);
  const readJson = (name, file) => JSON.parse(readFileSync(join(homeOf(name), file), 'utf8').trim());

  /** The pid file, else a state file that says running or starting. */
  function readPid(name) {
    try {
      if (existsSync(join(homeOf(name), 'gateway.pid'))) return asPid(readJson(name, 'gateway.pid').pid);
    } catch {
      // The next file has to do.
    }
    if (!existsSync(join(homeOf(name), 'gateway_state.json'))) return null;
    try {
      const state = readJson(name, 'gateway_state.json');
      const pid = asPid(state.pid);
      return pid > 0 && ['running', 'starting'].includes(state.gateway_state) ? pid : null;
    } catch {
      return null;
    }
  }

  function isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return error?.code === 'EPERM';
    }
  }

  async function isHealthy(url, timeoutMs = 3000) {
    try {
      const answer = await fetch(`${url.replace(/\/$/, '')}/health`, {
        signal: AbortSignal.timeout(timeoutMs),
      });
      return answer.ok;
    } catch {
      return false;
    }
  }

  const urlOf = (host, port) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  /** Its other way, by the app's own command, costs a start of Python more. */
  function listProfiles() {
    const folder = join(base, 'profiles');
    const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    const isProfile = (entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'config.yaml'));
    return ['default', ...entries.filter(isProfile).map(({ name }) => name)];
  }

  async function detectStatus(name) {
    const pid = readPid(name);
    const { port, host } = readEndpoint(name);
    const url = urlOf(host, port);
    if (pid && isAlive(pid) && (await isHealthy(url))) {
      known.set(name, { pid, port, host, url, owned: false });
      return { profile: name, port, host, url, running: true, pid };
    }
    known.delete(name);
    return { profile: name, port, host, url, running: false };
  }

  const listAll = () => Promise.all(listProfiles().map(detectStatus));

  /** Upwards, a bind at a time; every error means busy. */
  function findFreePort(start, host = '127.0.0.1', reserved = new Set()) {
    return new Promise((resolve, reject) => {
      const attempt = (port) => {
        if (port > 65535) return reject(new Error(`no free port from ${start} on`));
        if (reserved.has(port)) return attempt(port + 1);
        const server = createServer();
        server.once('error', () => {
          server.close();
          attempt(port + 1);
        });
        server.once('listening', () => {
          server.close();
          resolve(port);
        });
        server.listen(port, host);
      };
      attempt(start);
    });
  }

  /** The whole file through a parser and back. */
  function writePort(name, port, host) {
    const path = configOf(name);
    const config = (existsSync(path) ? load(readFileSync(path, 'utf8'), { json: true }) : null) || {};
    config.platforms ??= {};
    config.platforms.api_server ??= {};
    const server = config.platforms.api_server;
    server.extra ??= {};
    Object.assign(server, { enabled: true, key: '', cors_origins: '*' });
    Object.assign(server.extra, { port, host });
    delete server.port;
    delete server.host;
    writeFileSync(path, dump(config, { lineWidth: -1 }), 'utf8');
  }

  /** Before a start: what runs keeps its port, else the first free one from the default on. */
  async function resolvePort(name) {
    const { port: configured, host } = readEndpoint(name);
    const mine = known.get(name);
    if (mine && mine.host === host && isAlive(mine.pid) && (await isHealthy(mine.url, 1000))) {
      allocated.add(mine.port);
      return { port: mine.port, host };
    }
    const pid = readPid(name);
    const url = urlOf(host, configured);
    if (pid && isAlive(pid) && (await isHealthy(url, 1000))) {
      known.set(name, { pid, port: configured, host, url, owned: false });
      allocated.add(configured);
      return { port: configured, host };
    }
    const used = new Set(allocated);
    for (const [other, gateway] of known) {
      if (other !== name && gateway.host === host && isAlive(gateway.pid)) used.add(gateway.port);
    }
    const port = await findFreePort(DEFAULT_PORT, host, used);
    writePort(name, port, host);
    allocated.add(port);
    return { port, host };
  }

  /** First a port for each, then one start after the other, each until it answers. `spawn` gives the new process's pid. */
  async function startAll(names, spawn) {
    allocated.clear();
    const ports = new Map();
    for (const name of names) ports.set(name, await resolvePort(name));
    for (const name of names) {
      const { port, host } = ports.get(name);
      const pid = spawn(name, homeOf(name), port);
      const url = urlOf(host, port);
      const deadline = Date.now() + 15_000;
      while (!(await isHealthy(url, 2000))) {
        if (!isAlive(pid) || Date.now() > deadline) throw new Error(`${name} does not start`);
        await new Promise((done) => setTimeout(done, 500));
      }
      known.set(name, { pid, port, host, url, owned: true });
    }
  }

  return { listAll, findFreePort, resolvePort, writePort, startAll };
}
