import { Failure } from '../../host/failure.ts';
import { makePlan, type Plan } from '../../ops/apply/make-plan.ts';
import { linger } from '../../ops/audit/machine.ts';
import type { Context } from '../../ops/context.ts';
import { busOf } from '../../ops/manager.ts';
import { enableLinger } from '../../systemd/loginctl.ts';
import { isUnreachable } from '../../systemd/refusal.ts';
import { tr } from '../../texts/tr.ts';
import type { ApplyOptions } from './apply.ts';

/** A user's manager that runs only while somebody is logged in may be let run by `--enable-linger`. */
export async function planOrLinger(
  context: Context,
  options: ApplyOptions,
  reserve: boolean,
  say: (line: string) => void,
): Promise<Plan> {
  try {
    return await makePlan(context, options, { reserve });
  } catch (error) {
    const helps = options.enableLinger && reserve && error instanceof Failure && isUnreachable(error);
    if (!helps || linger(context)?.on !== false) throw error;
  }
  await letLinger(context, say);
  for (let waited = 0; ; waited += PAUSE) {
    try {
      return await makePlan(context, options, { reserve });
    } catch (error) {
      if (!(error instanceof Failure && isUnreachable(error)) || waited >= PATIENCE) throw error;
      await context.host.clock.sleep(PAUSE);
    }
  }
}

/** systemd starts a manager for whoever lingers within moments. Milliseconds. */
const PATIENCE = 5_000;
const PAUSE = 100;

export async function letLinger(context: Context, say: (line: string) => void): Promise<void> {
  await enableLinger(busOf(context));
  say(tr('services of {name} now go on without a login, and start at boot', { name: context.account.name }));
}

export const needsLinger = ({ manager, scope }: Context): boolean =>
  manager === 'systemd' && scope === 'user';

export const lingerIsOff = ({ account }: Context): string =>
  tr(
    'lingering is off: services end when {name} logs out, and do not start at boot. next: unitpin apply --enable-linger',
    { name: account.name },
  );
