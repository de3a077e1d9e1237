import type { Language } from '../../model/language.ts';
import type { Context } from '../../ops/context.ts';
import type { Happening } from '../../report/html/timeline.ts';

/** So many rows at most: what is newest says most. */
const ROWS = 100;

/** What the logs of this host tell of some profiles, or of all, for a page. */
export async function happeningsOf(
  context: Context,
  profiles: readonly string[] | undefined,
  lang: Language,
): Promise<Happening[]> {
  const [{ readDiagnosis }, { diagnoseTexts }] = await Promise.all([
    import('../../ops/diagnose/diagnose.ts'),
    import('../diagnose-texts.ts'),
  ]);
  const texts = await diagnoseTexts(lang);
  const { series } = await readDiagnosis(context, { paths: [], since: null, profiles: null, texts });
  return series
    .filter(({ profile }) => !profiles || profile === null || profiles.includes(profile))
    .slice(-ROWS)
    .map(({ service, profile, sign, event, ...rest }) => ({
      ...rest,
      service: service ?? profile,
      what: texts.signs[sign] + (event.code === null ? '' : ` (${event.code})`),
    }));
}
