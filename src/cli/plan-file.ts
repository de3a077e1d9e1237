import { z } from 'zod';
import { validate } from '../fleet/validate.ts';
import { readYaml } from '../fleet/yaml.ts';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { readNamedFile } from '../host/package.ts';
import type { Step } from '../model/plan.ts';
import { shellWord } from '../model/shell-word.ts';
import type { Moved } from '../ops/apply/basis.ts';
import { whatMoved } from '../ops/apply/basis.ts';
import type { Context } from '../ops/context.ts';
import { toJson } from '../report/display.ts';
import { planJson } from '../report/plan.ts';
import { tr } from '../texts/tr.ts';
import type { ApplyOptions } from './commands/apply.ts';

const words = z.array(z.string());
const hash = z.string().nullable();
const REQUEST = z.strictObject({
  app: z.string().nullable(),
  home: z.string().nullable(),
  config: z.string().nullable(),
  manager: z.enum(['systemd', 'launchd']).nullable(),
  scope: z.enum(['user', 'system']).nullable(),
  asUser: z.string().nullable(),
  profile: words,
  all: z.boolean(),
  strategy: z.enum(['auto', 'unit', 'dropin']).nullable(),
  force: z.boolean(),
  bin: z.string().nullable(),
  restart: z.boolean(),
});
const BASIS = z.strictObject({
  desired: hash,
  written: hash,
  disk: z.record(z.string(), z.string()),
  loaded: z.string(),
  running: z.string(),
});
const PLAN = z.object({
  schema: z.literal(1),
  command: z.literal('plan'),
  at: z.string(),
  account: z.strictObject({ name: z.string(), uid: z.number() }),
  request: REQUEST,
  steps: z.array(
    z.object({
      profile: z.string(),
      kind: z.string(),
      path: z.string(),
      actions: z.array(z.enum(['enable', 'disable', 'start', 'restart', 'stop', 'reload'])),
      basis: BASIS,
    }),
  ),
});
type PlanFile = z.infer<typeof PLAN>;

/** What is asked for again, word by word, when the plan is carried out. */
const REQUESTED = ['app', 'home', 'config', 'manager', 'scope', 'asUser', 'strategy', 'bin'] as const;

/**
 * Saves a plan (0600): what it would do, what it was decided on, and what to ask to come to it again. The bytes that would
 * be written are not in it: they may hold secrets. Their hash is.
 */
export function savePlan(
  path: string,
  { host, account }: Context,
  options: ApplyOptions,
  steps: readonly Step[],
): void {
  const { files } = host;
  refuseOther(files, path);
  const { profile = [], all, force, restart } = options;
  const given = Object.fromEntries(REQUESTED.map((name) => [name, options[name] ?? null]));
  const plan = {
    schema: 1,
    command: 'plan',
    at: new Date(host.clock.now()).toISOString(),
    account: { name: account.name, uid: account.uid },
    request: { ...given, profile, all, force, restart },
    steps: planJson(steps).map((step, index) => ({ ...step, basis: steps[index]?.basis })),
  };
  files.writeAtomic(path, `${toJson(plan)}\n`, { mode: 0o600 });
}

const isPlan = (text: string): boolean => /"command": ?"plan"/.test(text);

/** Somebody's file is not overwritten for a slip of the pen. */
function refuseOther(files: Files, path: string): void {
  const found = files.read(path);
  if (found.state === 'absent') return;
  const text = found.state === 'there' ? found.bytes.toString('utf8') : '';
  if (isPlan(text)) return;
  throw new Failure('usage', tr('{path} is there, and is not a plan; it is left as it is', { path }), {
    where: path,
  });
}

/** @throws Failure (usage) for a file that is no plan, and for options that would make it another one */
export function readPlan(path: string, options: ApplyOptions): { plan: PlanFile; options: ApplyOptions } {
  const given = [
    // Root says again who it is to be; that it is the same one is seen by the account.
    ...REQUESTED.filter((name) => name !== 'asUser' && options[name] !== undefined),
    ...(['all', 'force'] as const).filter((name) => options[name]),
    ...((options.profile ?? []).length > 0 ? ['profile'] : []),
    ...(options.restart ? [] : ['no-restart']),
  ];
  if (given.length > 0) {
    throw new Failure('usage', tr('--{given} does not go with a plan: it has its own', { given: given[0] }), {
      next: tr('unitpin apply {path}, or make another plan: unitpin apply --plan-out {path} …', {
        path: shellWord(path),
      }),
    });
  }
  const text = readNamedFile(path);
  if (!isPlan(text)) {
    throw new Failure('usage', tr('{path} is not a plan', { path }), {
      where: path,
      next: tr('make one: unitpin apply --plan-out FILE'),
    });
  }
  const plan = validate(PLAN, readYaml(text, path), text, path);
  const { request } = plan;
  const said = Object.fromEntries(REQUESTED.map((name) => [name, request[name] ?? undefined]));
  const { profile, all, force, restart } = request;
  const asUser = options.asUser ?? said.asUser;
  return { plan, options: { ...options, ...said, asUser, profile, all, force, restart } };
}

/** @throws Failure (host) where the world is not the one that the plan was made for */
export function refuseMovedPlan(
  path: string,
  plan: PlanFile,
  { account }: Context,
  steps: readonly Step[],
): void {
  const other = plan.account.uid !== account.uid;
  const moved: Moved[] = other ? [] : whatMoved(plan.steps, steps);
  if (!other && moved.length === 0) return;
  throw new Failure(
    'host',
    tr('{path} was made for another state of things; nothing was changed', { path }),
    {
      where: path,
      why: other
        ? tr('it is for {name} (uid {uid})', { name: plan.account.name, uid: plan.account.uid })
        : moved.map(({ profile, what }) => profile + tr(': ') + what).join('\n  '),
      next: other
        ? tr('unitpin apply --as-user {name} {path} (as root)', { name: plan.account.name, path })
        : tr('look at what would be done now: unitpin apply --dry-run'),
    },
  );
}
