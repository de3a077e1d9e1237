import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import type { Control } from './control.ts';
import { typed } from './control.ts';
import { domainsOf, launchctl } from './launchctl.ts';
import { outcomeOf, wordsOf } from './outcome.ts';

/**
 * The domain that a job is to be loaded in: `gui/UID` where its owner is logged in at the screen, else `user/UID`, which is
 * all there is on a Mac that one reaches over ssh. Asked, never guessed: a job in the wrong one is a second supervisor
 * (openclaw #98418, #5846; NousResearch/hermes-agent #23387, #40831).
 *
 * @throws Failure (host) where there is none, or it could not be found out
 */
export async function findDomain(control: Control): Promise<string> {
  const domains = domainsOf(control.scope, control.uid);
  const said: string[] = [];
  for (const domain of domains) {
    const result = await launchctl(control, ['print', domain]);
    const outcome = outcomeOf(result);
    if (outcome === 'done') return domain;
    said.push(`${domain}: ${wordsOf(result)}`);
    if (outcome === 'no-launchctl') {
      throw new Failure('host', tr('launchctl is not installed: this host has no launchd'), {
        next: tr('write the definitions with: unitpin gen --out DIR'),
      });
    }
    if (outcome !== 'no-domain') {
      throw new Failure(
        'host',
        tr('could not find out whether launchd has the domain {domain}', { domain }),
        {
          why: said.join(tr('; ')),
          next: typed(control, `print ${domain}`),
        },
      );
    }
  }
  throw new Failure(
    'host',
    tr('launchd has no domain for uid {uid}: {name} is not logged in', {
      uid: control.uid,
      name: control.account.name,
    }),
    {
      why: said.join(tr('; ')),
      next: tr('log in as {name}, at the screen or over ssh, and run the command there', {
        name: control.account.name,
      }),
    },
  );
}
