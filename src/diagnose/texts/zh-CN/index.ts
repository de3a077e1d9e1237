import type { DiagnoseTexts } from '../en/index.ts';
import { report } from './report.ts';
import { signs } from './signs.ts';
import { stories } from './stories.ts';

/** Everything that `diagnose` says, in Simplified Chinese. Words and style: docs/zh-CN/glossary.md. */
export const zhCN: DiagnoseTexts = { stories, signs, report };
