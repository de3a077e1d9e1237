import { redactWords } from '../../model/redact.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { runsProfile, saysWhat } from '../../runtime/running.ts';
import { tr } from '../../texts/tr.ts';
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
    return refused(
      tr('{name} is masked', { name }),
      tr('{control} unmask {name}, then: {again}', { control, name, again }),
    );
  if (state.load === 'unknown') return refused(tr('its manager does not say how it is'), 'unitpin status');
  if (state.load === 'broken')
    return refused(tr('its manager refuses {path}', { path: one.path }), 'unitpin audit');
  if (!runsRight(one.judged, profile, context.app)) {
    return refused(reasonFor(one.judged, profile, context.app), `unitpin apply --profile ${profile}`);
  }
  const others = owned.filter((other) => other !== one && other.profile === profile);
  if (others.length > 0 && !asked) {
    const all = [one, ...others].map((other) => other.name).join(tr(' and '));
    return refused(
      tr('{all} are all for profile {profile}', { all, profile }),
      `unitpin remove ${others[0]?.name}`,
    );
  }
  const [first] = outside;
  if (first) return refused(runsOutside(first), next(first, again));
  if (verb === 'restart' || state.active !== 'active' || running === null) return 'go';
  return runsProfile(running, profile)
    ? { outcome: 'already-running', reason: null, next: null }
    : refused(
        tr('it {running}, and its definition says {profile}', { running: saysWhat(running), profile }),
        `unitpin restart ${profile}`,
      );
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
  if (entry === undefined) return asked ? null : skipped(tr('unitpin.yaml does not name it'));
  if (entry.state === 'disabled') {
    if (!asked) return skipped(tr('unitpin.yaml disables it'));
    return refused(
      tr('unitpin.yaml disables it'),
      tr('set {profile} to enabled or manual in {path}', { profile: one.profile, path: manifest.path }),
    );
  }
  const leave = entry.state === 'manual' && !asked && (verb === 'start' || state.active === 'inactive');
  return leave ? skipped(tr('unitpin.yaml starts it by hand only')) : null;
}

/** Who it is, by what nobody can mistake: the number and the words. These come last: a secret may hide all behind it. */
export function runsOutside({ pid, argv, name }: Outside, more = ''): string {
  const command = argv.length > 0 ? tr(': ') + redactWords(argv).join(' ') : '';
  const where = name === null ? tr('outside of its service') : tr('in {name}', { name });
  return tr('process {pid} runs this profile {where}{more}{command}', { pid, where, more, command });
}

/** What is not ours to end is its owner's. */
const next = ({ pid, name }: Outside, again: string): string =>
  name === null
    ? tr('end it where it was started (process {pid}), then: {again}', { pid, again })
    : tr('unitpin stop {name}, then: {again}', { name, again });
