import { completionScript } from '../../host/package.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';

/** Prints the script that teaches a shell our words. */
export async function completion({ shell }: { shell: 'bash' | 'zsh' | 'fish' }, io: Io): Promise<Outcome> {
  io.out(completionScript(shell));
  return { kind: 'ok' };
}
