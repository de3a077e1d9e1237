import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { openContext } from '../../ops/context.ts';
import { readDiagnosis } from '../../ops/diagnose/diagnose.ts';
import { painter } from '../../report/colour.ts';
import { diagnoseJson } from '../../report/diagnose-json.ts';
import { diagnoseText } from '../../report/diagnose-text.ts';
import { toJson } from '../../report/display.ts';
import { tr } from '../../texts/tr.ts';
import { diagnoseTexts } from '../diagnose-texts.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { moment } from '../moment.ts';
import type { GlobalOptions } from '../options.ts';
import { nextOfDiagnosis } from './diagnose-next.ts';

export interface DiagnoseOptions extends GlobalOptions {
  paths: string[];
  format: 'text' | 'json';
  since?: string | undefined;
}

/** `host` stands for this machine in tests. */
export async function diagnose(options: DiagnoseOptions, io: Io, given?: Host): Promise<Outcome> {
  if (options.all) throw new Failure('usage', tr('diagnose looks at every profile anyway: leave out --all'));
  const host = given ?? openHost(options.root);
  const since = options.since === undefined ? null : moment(options.since, host.clock.now());
  const context = await openContext(host, options);
  const { paths, profile } = options;
  const texts = await diagnoseTexts(options.lang);
  const found = await readDiagnosis(context, { paths, since, profiles: profile ?? null, texts });
  const next = nextOfDiagnosis(found, options, context);
  const isWell = found.stories.length === 0 && found.read.length > 0;
  if (options.format === 'json') io.out(toJson(diagnoseJson(found, next)));
  else if (!options.quiet || !isWell) {
    // Below another root nothing lies in our own folder.
    const folder = context.host.live ? process.cwd() : context.host.files.root;
    const view = { home: context.account.home, folder, verbose: options.verbose, next };
    io.out(diagnoseText(found, texts, view, painter(io.colour)));
  }
  return { kind: 'seen', unhealthy: found.stories.length, asked: found.read.length > 0 };
}
