// Notes what is done through Node's own modules, then imports what is named and tells.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const noted = [];
const wrap = (object, name, what) => {
  const original = object[name];
  object[name] = (...args) => {
    noted.push(`${what} ${String(args[0])}`);
    return original.apply(object, args);
  };
};
for (const name of Object.keys(fs))
  if (/^[a-z]\w*Sync$/.test(name) && name !== 'realpathSync') wrap(fs, name, name);
for (const name of ['readFile', 'open', 'writeFile', 'stat', 'lstat', 'readdir', 'access']) {
  wrap(fs, name, name);
  wrap(fs.promises, name, name);
}
for (const name of ['spawn', 'spawnSync', 'exec', 'execFile', 'execFileSync', 'fork'])
  wrap(childProcess, name, name);
for (const name of ['createServer', 'connect', 'createConnection']) wrap(net, name, name);
syncBuiltinESMExports();
const environment = JSON.stringify(process.env);
const before = process.getActiveResourcesInfo();

const names = Object.keys(await import(process.argv[2]));

const left = process.getActiveResourcesInfo().filter((one) => !before.includes(one));
const told = { names, noted, left, environment: JSON.stringify(process.env) === environment };
process.stdout.write(JSON.stringify(told));
