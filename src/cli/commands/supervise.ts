import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { systemdWord } from '../../ops/apply/tell-systemd.ts';
import { openContext } from '../../ops/context.ts';
import { managerOfHost } from '../../ops/gen/choose-manager.ts';
import { supervisorPorts } from '../../ops/services/supervisor.ts';
import { needsManager } from '../../ops/windows.ts';
import { supervise as runSupervisor, summary } from '../../supervisor/supervise.ts';
import { tr } from '../../texts/tr.ts';
import type { Outcome } from '../exit.ts';
import { type Io, onInterrupt } from '../io.ts';
import type { GlobalOptions } from '../options.ts';
import { health } from './supervise-health.ts';

interface SuperviseOptions extends GlobalOptions {
  bin?: string | undefined;
  health: boolean;
}

/** Whoever runs us (npx, a shell as process 1) passes on the Ctrl-C that the terminal has sent to us, too. Milliseconds. */
const ECHO = 200;

/** `host` stands for this machine in tests. */
export async function supervise(
  options: SuperviseOptions,
  io: Io,
  host: Host = openHost(undefined),
): Promise<Outcome> {
  if (options.root !== undefined)
    throw new Failure('usage', tr('supervise works on this machine: --root is for looking at another one'));
  if (options.scope === 'system')
    throw new Failure('usage', tr('a supervisor runs services of the account that runs it'), {
      next: 'unitpin supervise --as-user NAME',
    });
  if (options.manager !== undefined && options.manager !== 'supervisor')
    throw new Failure(
      'usage',
      tr('supervise is a manager itself: it does not go with --manager {manager}', options),
      {
        next: `unitpin apply --manager ${options.manager}`,
      },
    );
  needsManager(host, tr('supervise runs services'));
  if (options.health) return health(options, io, host);
  const context = await openContext(host, options);
  const say = (line: string): void => (options.quiet ? undefined : io.err(line));
  const lives = managerOfHost(host)?.manager ?? 'supervisor';
  if (context.named !== 'supervisor' && lives !== 'supervisor') {
    say(tr('note: this host has {manager}, which also starts services at boot', { manager: lives }));
    say(
      tr('  next: {next}', { next: tr('unitpin apply, or, where this one is meant: --manager supervisor') }),
    );
  }
  const systemd = systemdWord(host, say);
  const over = await runSupervisor(
    supervisorPorts(context, options, {
      say,
      up: (keeper) => void systemd?.ready(summary(keeper)),
      onInterrupt: (callback) => {
        let last = Number.NEGATIVE_INFINITY;
        return onInterrupt(() => {
          const now = performance.now();
          if (now - last < ECHO) return;
          last = now;
          void systemd?.stopping();
          callback();
        });
      },
    }),
  ).finally(() => systemd?.end());
  if (over.left.length > 0)
    throw new Failure('host', tr('still there: {left}', { left: over.left.join(tr(', ')) }), {
      next: 'unitpin status',
    });
  return { kind: 'acted', results: over.killed.map(() => ({ outcome: 'failed' })) };
}
