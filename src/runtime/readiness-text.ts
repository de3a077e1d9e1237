import type { Listener, Missing, ReadyWarning } from '../model/gateway.ts';
import { saysWhat } from './running.ts';

/** What a service still lacks, in words. The one place that has them. */
export function sayMissing(missing: Missing | ReadyWarning): string {
  switch (missing.kind) {
    case 'not-loaded':
      return `the manager says it is ${missing.load}`;
    case 'not-active': {
      const { active, sub, result } = missing;
      return `it is ${active} (${sub}${result && result !== 'success' ? `, ${result}` : ''})`;
    }
    case 'old-process':
      return 'the old process still runs';
    case 'no-gateway':
      return 'no gateway runs in it yet';
    case 'wrong-profile':
      return `it ${saysWhat(missing)}`;
    case 'still-starting':
      return 'it is still starting';
    case 'stopping':
      return `it says that it is ${missing.phase}`;
    case 'nobody-listens':
      return `nobody listens on ${place(missing)}${elsewhere(missing.others)}`;
    case 'foreign-listener': {
      const { owner } = missing.listener;
      const whose = owner ? `process ${owner.pid} (${owner.command})` : 'another process';
      return `${place(missing.listener)} is taken by ${whose}`;
    }
    case 'no-answer':
      return missing.reason;
    case 'settling':
      return 'settling';
    case 'restless':
      return 'its process does not stay';
    case 'degraded':
      return ['it is degraded', ...missing.platforms.map(platform)].join(', ');
    case 'other-port':
      return `it listens on port ${missing.actual}, not on ${missing.port} as configured`;
  }
}

export const sayAll = (missing: readonly (Missing | ReadyWarning)[]): string =>
  missing.map(sayMissing).join('; ');

const place = ({ address, port }: Pick<Listener, 'address' | 'port'>): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

const elsewhere = (others: readonly Listener[]): string =>
  others.length === 0 ? '' : `; it listens on ${others.map(place).join(', ')}`;

const platform = ({
  name,
  profile,
  state,
  error,
}: Extract<ReadyWarning, { kind: 'degraded' }>['platforms'][number]) =>
  `${profile === null ? '' : `${profile}:`}${name} is ${state}${error === null ? '' : ` (${error})`}`;
