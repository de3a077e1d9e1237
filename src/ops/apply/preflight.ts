import type { Files } from '../../host/files.ts';
import { WRITES } from '../../model/change.ts';
import type { Step } from '../../model/plan.ts';
import { runningGateways, runningIn, runsProfile } from '../../runtime/running.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { placeOf } from './plan.ts';

/** Why a plan cannot be carried out here, and what to do about it. */
export interface Obstacle {
  profile: string;
  reason: string;
  next: string;
}

/**
 * What would make a start fail, looked for before anything is changed: the program, the home, a gateway that runs already
 * and would be disturbed. Whether files can be written is said in the plan; that the manager answers is known by then.
 */
export function preflight(context: Context, steps: readonly Step[]): Obstacle[] {
  const begins = steps.filter(({ actions }) => actions.includes('start') || actions.includes('restart'));
  const concerned = steps.filter((step) => begins.includes(step) || WRITES.has(step.change.kind));
  return [
    ...concerned.flatMap((step) => missing(context, step)),
    ...(begins.length > 0 ? outside(context, steps, begins) : []),
  ];
}

function missing({ host, app }: Context, { change }: Step): Obstacle[] {
  const { service, kind, definition } = change;
  const { profile, home } = service;
  const isWhole = kind === 'create' || kind === 'update' || definition === null;
  const [program = ''] = isWhole ? service.argv : definition.resolved.argv;
  const why = whyNoProgram(host.files, program);
  const next = isWhole
    ? tr('install {title}, or name its program: unitpin apply --bin PATH', { title: app.title })
    : `unitpin audit ${change.path}`;
  return [
    ...(why === null ? [] : [{ profile, reason: why, next }]),
    ...(host.files.stat(home).kind === 'absent'
      ? [
          {
            profile,
            reason: tr('its home {home} is not there', { home }),
            next: tr("create it with the app's own command"),
          },
        ]
      : []),
  ];
}

/** Null where it can be started, or nobody can tell: a name is looked for on the manager's own PATH. */
function whyNoProgram(files: Files, program: string): string | null {
  if (!program.startsWith('/') || /[$%]/.test(program)) return null;
  const { kind, mode } = files.stat(program);
  if (kind === 'unknown') return null;
  if (kind === 'absent') return tr('its program {program} is not there', { program });
  if (kind !== 'file') return tr('its program {program} is not a file', { program });
  return mode !== null && !(mode & 0o111) ? tr('its program {program} is not executable', { program }) : null;
}

/** Whoever we did not start, we do not end: a gateway in none of the services keeps its profile. */
function outside(
  { host, app, account }: Context,
  steps: readonly Step[],
  begins: readonly Step[],
): Obstacle[] {
  const inside = new Set(
    steps.flatMap(({ state }) =>
      state ? (runningIn(host, app, account.home, placeOf(state))?.pid ?? []) : [],
    ),
  );
  const others = runningGateways(host, app, account).filter(({ pid }) => !inside.has(pid));
  return begins.flatMap(({ change: { service } }): Obstacle[] => {
    const other = others.find(
      (one) => runsProfile(one, service.profile) && one.identity.root === service.root,
    );
    if (!other) return [];
    const where =
      other.controlGroup === '' ? '' : tr(' in {controlGroup}', { controlGroup: other.controlGroup });
    return [
      {
        profile: service.profile,
        reason: tr('process {pid}{where} runs it outside of its service: the two would end each other', {
          pid: other.pid,
          where,
        }),
        next: tr('end it where it was started (kill {pid}), then: unitpin apply', { pid: other.pid }),
      },
    ];
  });
}
