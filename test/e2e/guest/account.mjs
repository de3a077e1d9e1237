// An account with the app's program, as scenes inside the disposable machine set it up and look at it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** `unitpin` is the command's file, `home` the account's. */
export function accountAt(home, unitpin) {
  const root = join(home, '.hermes');
  const manifestPath = join(home, '.config/unitpin/unitpin.yaml');
  const homeOf = (profile) => (profile === 'default' ? root : join(root, 'profiles', profile));
  const unitOf = (profile) => `hermes-gateway${profile === 'default' ? '' : `-${profile}`}.service`;
  const pathOf = (profile) => join(home, '.config/systemd/user', unitOf(profile));
  const result = ({ status, stdout, stderr }, args) => ({
    status,
    stdout,
    stderr,
    json: args.includes('json') && stdout !== '' ? JSON.parse(stdout) : null,
  });
  return {
    root,
    homeOf,
    unitOf,
    pathOf,
    manifestPath,
    dropInOf: (profile, name = 'zz-unitpin.conf') => join(`${pathOf(profile)}.d`, name),
    /** Runs a command line to its end. */
    unitpin(args, options = {}) {
      const run = spawnSync(process.execPath, [unitpin, ...args], { encoding: 'utf8', ...options });
      return result(run, args);
    },
    /** The same, while something else goes on. */
    async unitpinAside(args) {
      const child = spawn(process.execPath, [unitpin, ...args]);
      const [stdout, stderr, status] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        new Promise((done) => child.once('close', done)),
      ]);
      return result({ status, stdout, stderr }, args);
    },
    /** JSON is YAML. */
    manifest(profiles) {
      mkdirSync(join(manifestPath, '..'), { recursive: true });
      writeFileSync(manifestPath, JSON.stringify({ profiles }));
    },
    knobs(profile, value) {
      writeFileSync(join(homeOf(profile), 'stand-in.json'), JSON.stringify(value));
    },
  };
}
