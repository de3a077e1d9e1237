import { packageVersion } from '../../host/package.ts';
import type { Status } from '../../model/status.ts';
import type { Context } from '../../ops/context.ts';
import { statusHtml } from '../../report/html/status.ts';
import { htmlTexts } from '../html-texts.ts';
import type { StatusOptions } from './status-output.ts';

/** The page of a status. */
export const statusPage = async (
  { account, app }: Context,
  status: Status,
  { lang, all, verbose }: StatusOptions,
): Promise<string> =>
  statusHtml({
    texts: await htmlTexts(lang),
    version: packageVersion(),
    accountHome: account.home,
    lockFile: app.files.lock,
    status,
    all: all || verbose,
  });
