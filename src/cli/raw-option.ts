/**
 * The value of an option in a command line that nobody has parsed yet, or that cannot be parsed: null where the option is
 * not there, empty where it stands last, without one. `name` has its dashes. What follows a `--` is no option.
 */
export function rawOption(args: readonly string[], name: string): string | null {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const own = args.slice(0, end);
  const at = own.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = own[at];
  if (found === undefined) return null;
  return found === name ? (own[at + 1] ?? '') : found.slice(name.length + 1);
}
