import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/declare/index.ts';
import { takes } from '../../src/cli/declare/read.ts';
import { temporary } from '../support/gen.ts';

const PROJECT = join(import.meta.dirname, '../..');
const CLI = join(PROJECT, 'dist/cli/main.js');
const UNITS = 'fixtures/incidents/004-two-profiles/home/hermesuser/.config/systemd/user';
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');
const { version } = JSON.parse(read('package.json'));

interface Step {
  name: string;
  run?: string;
  env?: Record<string, string>;
}
const action = load(read('action.yml')) as {
  inputs: Record<string, { default?: string }>;
  runs: { steps: Step[] };
};
const stepOf = (name: string): Step => action.runs.steps.find((one) => one.name === name)!;

describe('the GitHub action', () => {
  it('installs this version', () => {
    expect(action.inputs.package?.default).toBe(`unitpin@${version}`);
  });

  it('puts no input into a script: a path could be a command', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  /** The step `audit` as a runner runs it. */
  function audit(paths: string, failOn = 'error') {
    const temp = temporary();
    mkdirSync(join(temp, 'unitpin/bin'), { recursive: true });
    const program = join(temp, 'unitpin/bin/unitpin');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
    chmodSync(program, 0o755);
    const output = join(temp, 'output');
    const env = { ...process.env, RUNNER_TEMP: temp, GITHUB_OUTPUT: output, PATHS: paths, FAIL_ON: failOn };
    const args = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', stepOf('audit').run!];
    const { status, stdout, stderr } = spawnSync('bash', args, { cwd: PROJECT, env, encoding: 'utf8' });
    const outputs = existsSync(output)
      ? Object.fromEntries(
          readFileSync(output, 'utf8')
            .trim()
            .split('\n')
            .map((line) => line.split('=')),
        )
      : {};
    return { status, stdout, stderr, outputs };
  }

  describe.skipIf(!existsSync(CLI))('audits', () => {
    it('and hands on what it found, and how it ended', () => {
      const { status, stdout, outputs } = audit(`${UNITS}\n\n`);
      expect([status, outputs.code]).toEqual([0, '1']);
      expect(stdout).toContain('profile-unpinned');
      const { version: format, runs } = JSON.parse(readFileSync(outputs.sarif, 'utf8'));
      expect(format).toBe('2.1.0');
      expect(runs[0].results.length).toBeGreaterThan(0);
      expect(audit(UNITS, 'never').outputs.code).toBe('0');
    });

    it('and stops where it could not', () => {
      expect(audit('no/such/folder')).toMatchObject({ status: 2, outputs: {} });
      expect(audit(' \n'.trim())).toMatchObject({ status: 2, outputs: {} });
      expect(audit('--fix')).toMatchObject({ status: 2, outputs: {} });
    });
  });
});

describe('the pre-commit hook', () => {
  const [hook] = load(read('.pre-commit-hooks.yaml')) as { entry: string; files: string }[];

  it('runs a command that takes paths', () => {
    const [program, name] = hook!.entry.split(' ');
    expect(program).toBe('unitpin');
    const one = commands.find((command) => command.name === name)!;
    expect([...takes(one).positionals.keys()]).toEqual(['paths']);
  });

  it('looks at units, drop-ins and property lists', () => {
    const files = new RegExp(hook!.files);
    const wanted = [
      'a/hermes-gateway.service',
      'a/b.service.d/10-pin.conf',
      'LaunchAgents/ai.hermes.gateway.plist',
    ];
    const others = ['a/b.timer', 'nginx/b.conf', 'a.service.md', 'x.service.d/y/z.conf'];
    expect([...wanted, ...others].filter((path) => files.test(path))).toEqual(wanted);
  });
});
