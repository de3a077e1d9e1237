import { Failure, type FailureDetail } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import { painter } from '../report/colour.ts';
import { failureJson, failureText } from '../report/failure.ts';
import { speak, tr } from '../texts/tr.ts';
import { asUserOf, isOfSystem } from './as-user.ts';
import { carried } from './carried.ts';
import { exitCode, type Outcome } from './exit.ts';
import { type ColourChoice, type Io, processIo } from './io.ts';
import { spokenIn } from './language.ts';
import { commandOf } from './meant.ts';
import { parserOf } from './parser.ts';
import { rawOption } from './raw-option.ts';

/**
 * Runs one command line; gives its exit code. Each command's code is loaded when it runs: a start pays only for what
 * it does.
 */
export async function run(args: readonly string[], given?: Io, host?: Host): Promise<number> {
  const io = given ?? processIo(colourOf(args));
  let outcome: Outcome = { kind: 'ok' };
  await speak(spokenIn(args));
  const parser = parserOf(args, (one) => async (options) => {
    outcome = await one.run(options as never, io, host);
  });

  try {
    requireFolder();
    const user = asUserOf(args);
    // Whoever brings a host of their own is not this process.
    if (user !== null && given === undefined && !isOfSystem(args))
      await (await import('./become-user.ts')).becomeUser(user);
    await parser.parseAsync();
    return exitCode(outcome);
  } catch (thrown) {
    const error = withCommandOf(args, thrown);
    if (wantsJson(args)) io.out(JSON.stringify(failureJson(error, commandOf(args)?.name ?? null), null, 2));
    else io.err(failureText(error, painter(io.colour), args.includes('--verbose')));
    return exitCode({ kind: 'failed', error });
  }
}

/** A failure says what to run next; pasted, it is to be about what this command line was about. */
function withCommandOf(args: readonly string[], error: unknown): unknown {
  if (!(error instanceof Failure) || error.next === undefined) return error;
  const given = (name: string): string | undefined => rawOption(args, name) ?? undefined;
  const { exit, message, where, why, cause, stack } = error;
  const next = carried(error.next, {
    app: given('--app'),
    home: given('--home'),
    config: given('--config'),
  });
  const told = new Failure(exit, message, { where, why, next, cause } as FailureDetail);
  return Object.assign(told, { stack });
}

/** Relative paths, and the search for unitpin.yaml, need the folder we stand in. */
function requireFolder(): void {
  try {
    process.cwd();
  } catch {
    throw new Failure('usage', tr('the current folder is gone'), { next: 'cd' });
  }
}

const wantsJson = (args: readonly string[]): boolean => rawOption(args, '--format') === 'json';

function colourOf(args: readonly string[]): ColourChoice {
  const word = rawOption(args, '--color');
  return word === 'always' || word === 'never' ? word : 'auto';
}
