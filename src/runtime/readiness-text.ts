import type { Listener, Missing, ReadyWarning } from '../model/gateway.ts';
import { redactWords } from '../model/redact.ts';
import { tr } from '../texts/tr.ts';
import { saysWhat } from './running.ts';

/** What a service still lacks, in words. The one place that has them. */
export function sayMissing(missing: Missing | ReadyWarning): string {
  switch (missing.kind) {
    case 'not-loaded':
      return tr('the manager says it is {load}', { load: missing.load });
    case 'not-active': {
      const { active, sub, result } = missing;
      return tr('it is {active} ({sub}{more})', {
        active,
        sub,
        more: result && result !== 'success' ? tr(', {result}', { result }) : '',
      });
    }
    case 'old-process':
      return tr('the old process still runs');
    case 'no-gateway':
      return missing.argv === null || missing.argv.length === 0
        ? tr('no gateway runs in it yet')
        : tr('no gateway runs in it yet, only {command}', { command: redactWords(missing.argv).join(' ') });
    case 'wrong-profile':
      return tr('it {missing}', { missing: saysWhat(missing) });
    case 'still-starting':
      return tr('it is still starting');
    case 'stopping':
      return tr('it says that it is {phase}', { phase: missing.phase });
    case 'nobody-listens':
      return tr('nobody listens on {missing}{others}', {
        missing: place(missing),
        others: elsewhere(missing.others),
      });
    case 'foreign-listener': {
      const { owner } = missing.listener;
      const whose = owner
        ? tr('process {pid} ({command})', { pid: owner.pid, command: owner.command })
        : tr('another process');
      return tr('{listener} is taken by {whose}', { listener: place(missing.listener), whose });
    }
    case 'no-answer':
      return missing.reason;
    case 'settling':
      return tr('settling');
    case 'restless':
      return tr('its process does not stay');
    case 'degraded':
      return [
        tr('it is degraded'),
        ...missing.platforms.map((one) => tr(', {error}', { error: platform(one) })),
      ].join('');
    case 'other-port':
      return tr('it listens on port {actual}, not on {port} as configured', {
        actual: missing.actual,
        port: missing.port,
      });
  }
}

export const sayAll = (missing: readonly (Missing | ReadyWarning)[]): string =>
  missing.map(sayMissing).join(tr('; '));

const place = ({ address, port }: Pick<Listener, 'address' | 'port'>): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

const elsewhere = (others: readonly Listener[]): string =>
  others.length === 0 ? '' : tr('; it listens on {others}', { others: others.map(place).join(tr(', ')) });

const platform = ({
  name,
  profile,
  state,
  error,
}: Extract<ReadyWarning, { kind: 'degraded' }>['platforms'][number]) =>
  tr('{more}{name} is {state}{more2}', {
    more: profile === null ? '' : `${profile}:`,
    name,
    state,
    more2: error === null ? '' : ` (${error})`,
  });
