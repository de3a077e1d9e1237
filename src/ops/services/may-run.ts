import { redactWords } from '../../model/redact.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { runsProfile, saysWhat } from '../../runtime/running.ts';
import type { Context } from '../context.ts';
import { reasonFor, runsRight } from '../proposal.ts';
import type { Choice } from './owned.ts';
import type { Outside, Sight } from './sight.ts';

export type Verb = 'start' | 'restart';

/** What is to be done about a service; `go`: it is begun. */
export type Verdict = 'go' | Pick<ServiceResult, 'outcome' | 'reason' | 'next'>;

const refused = (reason: string, next: string | null): Verdict => ({ outcome: 'refused', reason, next });
const skipped = (reason: string): Verdict => ({ outcome: 'skipped', reason, next: null });

/**
 * Whether a service may be started or restarted now. Never one that would run another profile, or a profile that runs
 * already: two gateways of one profile end each other. `asked`: somebody named it, or needs it.
 */
export function mayRun(
  context: Context,
  { owned }: Choice,
  sight: Sight,
  verb: Verb,
  asked: boolean,
): Verdict {
  const { one, state, running, outside } = sight;
  const { profile, name } = one;
  const unwanted = unwantedBy(context, sight, verb, asked);
  if (unwanted) return unwanted;

  const again = `unitpin ${verb} ${profile}`;
  const control = `systemctl --${one.scope}`;
  if (state.load === 'masked')
    return refused(`${name} is masked`, `${control} unmask ${name}, then: ${again}`);
  if (state.load === 'unknown') return refused(`its manager does not say how it is`, 'unitpin status');
  if (state.load === 'broken') return refused(`its manager refuses ${one.path}`, 'unitpin audit');
  if (!runsRight(one.judged, profile, context.app)) {
    return refused(reasonFor(one.judged, profile, context.app), `unitpin apply --profile ${profile}`);
  }
  const others = owned.filter((other) => other !== one && other.profile === profile);
  if (others.length > 0 && !asked) {
    const all = [one, ...others].map((other) => other.name).join(' and ');
    return refused(`${all} are all for profile ${profile}`, `unitpin remove ${others[0]?.name}`);
  }
  const [first] = outside;
  if (first) return refused(runsOutside(first), next(first, again));
  if (verb === 'restart' || state.active !== 'active' || running === null) return 'go';
  return runsProfile(running, profile)
    ? { outcome: 'already-running', reason: null, next: null }
    : refused(`it ${saysWhat(running)}, and its definition says ${profile}`, `unitpin restart ${profile}`);
}

/** What `unitpin.yaml` has to say. A disabled one is refused by name; of all services only the enabled are meant. */
function unwantedBy(
  { manifest }: Context,
  { one, state }: Sight,
  verb: Verb,
  asked: boolean,
): Verdict | null {
  if (manifest === null) return null;
  const entry = manifest.profiles.get(one.profile);
  if (entry === undefined) return asked ? null : skipped('unitpin.yaml does not name it');
  if (entry.state === 'disabled') {
    if (!asked) return skipped('unitpin.yaml disables it');
    return refused('unitpin.yaml disables it', `set ${one.profile} to enabled or manual in ${manifest.path}`);
  }
  const leave = entry.state === 'manual' && !asked && (verb === 'start' || state.active === 'inactive');
  return leave ? skipped('unitpin.yaml starts it by hand only') : null;
}

/** Who it is, by what nobody can mistake: the number and the words. These come last: a secret may hide all behind it. */
export function runsOutside({ pid, argv, name }: Outside, more = ''): string {
  const command = argv.length > 0 ? `: ${redactWords(argv).join(' ')}` : '';
  const where = name === null ? 'outside of its service' : `in ${name}`;
  return `process ${pid} runs this profile ${where}${more}${command}`;
}

/** What is not ours to end is its owner's. */
const next = ({ pid, name }: Outside, again: string): string =>
  name === null
    ? `end it where it was started (process ${pid}), then: ${again}`
    : `unitpin stop ${name}, then: ${again}`;
