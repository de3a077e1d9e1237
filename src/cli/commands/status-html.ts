import { packageVersion } from '../../host/package.ts';
import type { Status } from '../../model/status.ts';
import type { Context } from '../../ops/context.ts';
import { statusHtml } from '../../report/html/status.ts';
import { htmlTexts } from '../html-texts.ts';
import { happeningsOf } from './happenings.ts';
import type { StatusOptions } from './status-output.ts';

/** The page of a status. */
export async function statusPage(
  context: Context,
  status: Status,
  { lang, all, verbose, profile }: StatusOptions,
): Promise<string> {
  const { account, app } = context;
  return statusHtml({
    texts: await htmlTexts(lang),
    version: packageVersion(),
    accountHome: account.home,
    lockFile: app.files.lock,
    status,
    all: all || verbose,
    happenings: status.live ? await happeningsOf(context, profile, lang) : [],
  });
}
