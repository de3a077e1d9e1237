import type { RuleId } from '../../audit/texts/en/index.ts';
import { listProfiles } from '../../fleet/profiles.ts';
import { openHost } from '../../host/host.ts';
import { builtInApps, rulePages } from '../../host/package.ts';
import { launchdFolders } from '../../launchd/folders.ts';
import { type Context, openContext } from '../../ops/context.ts';
import { foldersByRule } from '../../ops/manager.ts';
import { readReceipts } from '../../store/receipts.ts';
import { tr } from '../../texts/tr.ts';
import { spokenIn } from '../language.ts';
import type { Candidate, Names } from './complete.ts';

/** The names of this host, from its files alone: a manager is too slow to be asked at each Tab. */
export function namesOf(words: readonly string[]): Names {
  let opened: Promise<Context> | undefined;
  const context = (): Promise<Context> => {
    const [app, home, root, config] = ['app', 'home', 'root', 'config'].map((name) => given(words, name));
    opened ??= openContext(openHost(root), { app, home, config });
    return opened;
  };
  return {
    async profiles() {
      const { host, root, app, manifest } = await context();
      const named = [...(manifest?.profiles.keys() ?? [])];
      return [...new Set([...listProfiles(host.files, root, app), ...named])].map((word) => ({
        word,
        about: tr('profile'),
      }));
    },
    async definitions() {
      const { host, account, app } = await context();
      const folders = [
        ...foldersByRule(await context()).user,
        ...launchdFolders('user', account.home).map(({ path }) => path),
      ];
      const files = folders.flatMap((folder) => host.files.list(folder)).map(({ name }) => name);
      const words = files
        .filter((name) => /\.(service|plist)$/.test(name) && app.mentions.some((one) => name.includes(one)))
        .map((name) => name.replace(/\.plist$/, ''));
      return [...new Set(words)].map((word) => ({ word, about: tr('definition') }));
    },
    async receipts() {
      const { host, state } = await context();
      return readReceipts({ files: host.files, folder: state }).receipts.map(({ id, command }) => ({
        word: id,
        about: command,
      }));
    },
    async rules() {
      const { ruleTexts } = await import('../../audit/texts/load.ts');
      const texts = await ruleTexts(spokenIn(words));
      return rulePages().map((word) => ({ word, about: texts[word as RuleId].title }));
    },
    apps: () => named(builtInApps()),
  };
}

const named = (words: readonly string[]): Candidate[] => words.map((word) => ({ word, about: '' }));

function given(words: readonly string[], option: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`--${option}=`));
  if (joined !== undefined) return joined.slice(option.length + 3);
  const at = words.indexOf(`--${option}`);
  return at < 0 || at >= words.length - 2 ? undefined : words[at + 1];
}
