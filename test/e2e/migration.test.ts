import { beforeAll, expect, it } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { expectSchema } from '../support/schema.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

interface Call {
  status: number | null;
  stderr: string;
  json: {
    steps: { kind: string; name: string }[];
    renames: { from: string; to: string; outcome: string }[];
    services: { name: string; outcome: string }[];
  };
}
interface Gateway {
  name: string;
  state: string;
  profile: string | null;
  locked: boolean;
}
interface Scene {
  applied: Call;
  kept: boolean;
  gateways: Gateway[];
  errors: string[];
  again: Call;
  stopped: Call;
  renamed:
    | (Call & {
        files: string[];
        enabled: string;
        gateways: Gateway[];
        order: string[];
        old: boolean;
        errors: string[];
        again: Call;
      })
    | null;
}

const GUEST = `${PROJECT_IN_GUEST}/test/e2e/guest/migration.mjs`;
const ARGS = `${INSTALL_IN_GUEST} ${PROJECT_IN_GUEST}/dist/cli/main.js ${PROJECT_IN_GUEST}/fixtures/migration`;

requireOrSkip(disposableSystemd, 'migration on a real systemd', () => {
  let seen: Record<string, Scene>;
  beforeAll(async () => {
    const guest = await runOnDisposableSystemd({ script: `node ${GUEST} ${ARGS}` });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    seen = JSON.parse(guest.stdout) as Record<string, Scene>;
  });

  it.each(['v1', 'v4', 'v6', 'v7', 'legacy'])(
    '%s: adopted where it is, each profile by one gateway',
    (variant) => {
      const { applied, kept, gateways, errors, again, stopped } = seen[variant]!;
      expect(applied.status, applied.stderr).toBe(0);
      expectSchema('apply', applied.json);
      expect(applied.json.steps[0]?.kind).toBe('pin by drop-in');
      expect(kept).toBe(true);
      expect(gateways.map(({ state, profile, locked }) => [state, profile, locked])).toEqual(
        gateways.map(({ name }) => ['active/running', name.includes('-code') ? 'code' : 'default', true]),
      );
      expect(errors).toEqual([]);
      expect([again.status, again.json.steps]).toEqual([0, []]);
      expectSchema('services', stopped.json);
      expect([stopped.status, new Set(stopped.json.services.map(({ outcome }) => outcome))]).toEqual([
        0,
        new Set(['stopped']),
      ]);
    },
  );

  it('the legacy name gives way to the own one: stopped before the other is started', () => {
    const renamed = seen.legacy!.renamed!;
    expect(renamed.status, renamed.stderr).toBe(0);
    expectSchema('rename', renamed.json);
    expect(renamed.json.renames).toMatchObject([
      { from: 'hermes.service', to: 'hermes-gateway.service', outcome: 'renamed' },
    ]);
    expect(renamed.order).toEqual(['Stopped hermes.service', 'Started hermes-gateway.service']);
    expect([renamed.old, renamed.enabled, renamed.errors, renamed.again.json.steps]).toEqual([
      false,
      'enabled',
      [],
      [],
    ]);
    expect(renamed.gateways).toEqual([
      { name: 'hermes-gateway.service', state: 'active/running', profile: 'default', locked: true },
    ]);
  });
});
