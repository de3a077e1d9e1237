import { report } from './report.ts';
import { signs } from './signs.ts';
import { stories } from './stories.ts';

/** Everything that `diagnose` says, in English. Another language is another object of this type. */
export const en = { stories, signs, report };

export type DiagnoseTexts = typeof en;
