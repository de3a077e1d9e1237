#!/usr/bin/env node
import { EXIT } from '../host/failure.ts';
import { packageVersion } from '../host/package.ts';
import { tr } from '../texts/tr.ts';

// Whoever reads our output may stop reading (`| head`). What is under way goes on, so that nothing is left half done, and
// the exit code still tells how it went; a full disk is told on the other stream.
process.stderr.on('error', () => undefined);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(tr('error: cannot write the output: {code}\n', { code: error.code }));
  process.exitCode = EXIT.host;
});

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${packageVersion()}\n`);
} else if (args[0] === '__complete') {
  import('./complete/index.ts')
    .then(({ completionLines }) => completionLines(args.slice(1)))
    .then((lines) => process.stdout.write(lines));
} else {
  const isFirst = process.pid === 1 && args.includes('supervise');
  (isFirst
    ? import('./first-process.ts').then(({ runFirst }) => runFirst(args))
    : import('./run.ts').then(({ run }) => run(args))
  ).then((code) => {
    process.exitCode ||= code;
  });
}
