import type { App } from '../model/app.ts';
import type { ProfileFlag } from '../model/identity.ts';
import { isProfileName } from '../model/profile-home.ts';
import type { Word } from './word.ts';

/** Text that something else fills in before or while the service starts: `%i`, `$X`, `<name>`, `{name}`, `@NAME@`. */
const PLACEHOLDER = /%[A-Za-z]|[$<>{}@]/;

/** Whether something else fills in the text, so that nobody can tell from here what it says. */
export const isOpenText = (text: string): boolean => PLACEHOLDER.test(text);

/** A profile flag as it is written. */
export interface WrittenFlag {
  flag: Word;
  /** `flag` itself for `--profile=NAME`. */
  value: Word;
  text: string;
  /** Whether it stands behind a `--`, where the app does not look for flags. */
  behind: boolean;
}

/** Every `-p X`, `--profile X` and `--profile=X` among the app's arguments, whatever X is. */
export function profileFlags(args: readonly Word[], app: App): WrittenFlag[] {
  const dashes = args.findIndex(({ text }) => text === '--');
  return args.flatMap((flag, index): WrittenFlag[] => {
    const behind = dashes >= 0 && index > dashes;
    for (const name of app.command.profileFlags) {
      const next = args[index + 1];
      if (flag.text === name && next) return [{ flag, value: next, text: next.text, behind }];
      if (name.startsWith('--') && flag.text.startsWith(`${name}=`))
        return [{ flag, value: flag, text: flag.text.slice(name.length + 1), behind }];
    }
    return [];
  });
}

/** The flag that counts: the first with a name the app would take, or that may be one once it is filled in. */
export const countingFlag = (flags: readonly WrittenFlag[], app: App): WrittenFlag | null =>
  flags.find((one) => !one.behind && isName(one, app)) ?? null;

const isName = ({ text, value }: WrittenFlag, app: App): boolean =>
  isProfileName(text, app) || value.dynamic === true || isOpenText(text);

/** What the app makes of each flag; `counting` is null where it reads none at all. */
export const flagsAsRead = (
  flags: readonly WrittenFlag[],
  counting: WrittenFlag | null,
  readsFlags: boolean,
  app: App,
): ProfileFlag[] =>
  flags.map((one) => {
    const { flag, value, text, behind } = one;
    const use = !readsFlags ? 'past' : behind ? 'behind' : isName(one, app) ? 'earlier' : 'invalid';
    return {
      flag: flag === value ? flag.text.slice(0, flag.text.indexOf('=')) : flag.text,
      value: text,
      use: one === counting ? 'counts' : use,
      at: flag.location,
    };
  });
