import { beforeAll, expect, it } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

interface Audit {
  status: number;
  stderr: string;
  findings: { rule: string; severity: string; unit: string | null; message: string }[];
}

/** What guest/audit.mjs has seen, scene by scene. */
type Scene =
  | 'sound'
  | 'edited'
  | 'disabled'
  | 'restartForgotten'
  | 'outside'
  | 'ghost'
  | 'masked'
  | 'storm'
  | 'noBus';
type Seen = Record<Scene, Audit> & { verified: { clean: Audit; dirty: Audit } };

const CODE = 'hermes-gateway-code.service';
const WORK = 'hermes-gateway-work.service';

let seen: Seen;

/** What is said beyond the contract's information on --replace, which is there in every scene. */
const said = ({ findings }: Audit): string[] =>
  findings
    .filter(({ rule }) => rule !== 'replace-in-unit' && rule !== 'profile-without-service')
    .map(({ rule, severity, unit }) => `${severity} ${rule} ${unit}`);

requireOrSkip(disposableSystemd, 'audit of a real user manager', () => {
  beforeAll(async () => {
    const guest = await runOnDisposableSystemd({
      script: `node ${PROJECT_IN_GUEST}/test/e2e/guest/audit.mjs ${INSTALL_IN_GUEST} ${PROJECT_IN_GUEST}/dist/cli/main.js`,
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    seen = JSON.parse(guest.stdout) as Seen;
  });

  it('says nothing against what apply has made', () => {
    expect(seen.sound).toMatchObject({ status: 0, stderr: '' });
    expect(said(seen.sound)).toEqual([]);
  });

  it.each<[Scene, string[]]>([
    ['edited', [`warning reload-needed ${CODE}`]],
    ['disabled', [`warning not-enabled ${WORK}`]],
    ['restartForgotten', [`error running-differs ${CODE}`]],
    ['outside', [`warning not-running ${WORK}`, `warning process-outside ${WORK}`]],
    ['ghost', ['warning ghost-unit null']],
    ['masked', ['warning unit-masked null']],
    ['storm', [`error restart-storm ${CODE}`]],
    ['noBus', ['error bus-unreachable null']],
  ])('%s', (scene, expected) => {
    expect(said(seen[scene])).toEqual(expected);
  });

  it('asks systemd for its own opinion', () => {
    expect(said(seen.verified.clean)).toEqual([]);
    expect(said(seen.verified.dirty).join()).toContain(WORK);
  });
});
