import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AuditInput } from '../../src/audit/engine.ts';
import { policy } from '../../src/audit/rules/policy/index.ts';
import { en } from '../../src/audit/texts/en/index.ts';
import { loadApp } from '../../src/fleet/app.ts';
import { defaultStopTimeout } from '../../src/fleet/stop-timeout.ts';
import { type Files, filesBelow } from '../../src/host/files.ts';
import { overlay } from '../../src/host/overlay.ts';
import type { Edit } from '../../src/model/finding.ts';
import { judge } from '../../src/ops/judge.ts';
import { observeSystemd } from '../../src/systemd/observe.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/rules');
const app = await loadApp('hermes');
const NAME = 'hermes-gateway-code.service';

/** What the rules about policy say to a folder with one unit. */
function hits(files: Files, folder: string) {
  const options = { scope: 'user', account: null } as const;
  const subjects = observeSystemd(files, [folder], options).map((definition) => ({
    ...judge(definition, app, () => null),
    written: 'theirs' as const,
    drift: [],
    live: null,
  }));
  const input: AuditInput = {
    app,
    subjects,
    fleet: null,
    host: null,
    danglingLinks: [],
    stopTimeout: defaultStopTimeout(app),
    systemd: null,
    ignores: [],
    texts: en,
  };
  return policy.flatMap((rule) =>
    [...rule.check(input, { used: new Set(), judged: new Set() })].map((hit) => ({ rule: rule.id, ...hit })),
  );
}

/** A drop-in that sets these settings, each to just this value. */
const dropIn = (edits: readonly Edit[]): string =>
  edits
    .flatMap((edit) =>
      edit.kind === 'setting' ? [`[${edit.section}]`, `${edit.key}=`, `${edit.key}=${edit.value ?? ''}`] : [],
    )
    .join('\n');

const cases = policy.flatMap(({ id }) =>
  readdirSync(join(FIXTURES, id))
    .filter((kind) => kind.startsWith('bad') && existsSync(join(FIXTURES, id, kind, NAME)))
    .map((kind) => [id, kind] as const),
);

it.each(cases)('what %s proposes mends %s, and breaks nothing else', (id, kind) => {
  const folder = join(FIXTURES, id, kind);
  const files = filesBelow('/');
  const before = hits(files, folder);
  const edits = before.filter(({ rule }) => rule === id).flatMap(({ fix }) => fix?.edits ?? []);
  expect(edits).not.toEqual([]);
  const others = before.map(({ rule }) => rule).filter((rule) => rule !== id);
  const added = new Map([[join(folder, `${NAME}.d/zz.conf`), Buffer.from(dropIn(edits))]]);
  expect(hits(overlay(files, added), folder).map(({ rule }) => rule)).toEqual(others);
});

it('of a template and its instances the template is judged, and an instance only with drop-ins of its own', () => {
  const folder = '/units';
  const template = '[Service]\nExecStart=/usr/bin/hermes --profile %i gateway run\nRestart=no\n';
  const files = overlay(
    filesBelow('/'),
    new Map([
      [`${folder}/hermes-gateway@.service`, Buffer.from(template)],
      [`${folder}/default.target.wants/hermes-gateway@a.service`, Buffer.from('x')],
      [`${folder}/hermes-gateway@b.service.d/x.conf`, Buffer.from('[Service]\nRestart=on-success\n')],
    ]),
  );
  const found = hits(files, folder).filter(({ rule }) => rule === 'restart-off');
  expect(found.map(({ subject, location }) => [subject?.definition.name, location?.path])).toEqual([
    ['hermes-gateway@.service', `${folder}/hermes-gateway@.service`],
    ['hermes-gateway@b.service', `${folder}/hermes-gateway@b.service.d/x.conf`],
  ]);
});
