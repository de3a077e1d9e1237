import { mentions } from '../audit/mentions.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Subject } from '../model/subject.ts';
import type { Context } from './context.ts';

/** What rules may know about the host besides its definitions. */
export function hostFacts(context: Context, subjects: readonly Subject[]): HostFacts {
  const { host, account } = context;
  const wanted = new Set(subjects.flatMap((subject) => mentions(subject).map(({ path }) => path)));
  return {
    live: host.live,
    account,
    paths: new Map([...wanted].map((path) => [path, host.files.stat(path)])),
    profiles: new Map(),
  };
}
