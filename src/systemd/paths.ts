/** systemd's PATH_MAX (the NUL included) and NAME_MAX. Bytes. */
const PATH_MAX = 4096;
const NAME_MAX = 255;

/** Double slashes, `.` components and slashes at the end taken away (`path_simplify()`). */
export function simplifyPath(path: string): string {
  if (!MESSY.test(path)) return path;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return path.startsWith('/') ? `/${parts.join('/')}` : parts.join('/');
}

/** What is not simple about a path: a `//`, a `.` component, a slash at the end. */
const MESSY = /\/\/|(?:^|\/)\.(?:\/|$)|\/$/;

/** Whether the path and each of its components are short enough (`path_is_valid()`). */
export const isValidPath = (path: string): boolean =>
  // At most three bytes for each of its units.
  path.length * 3 <= NAME_MAX ||
  (Buffer.byteLength(path) < PATH_MAX &&
    path.split('/').every((part) => Buffer.byteLength(part) <= NAME_MAX));

/** A name without a slash that is none of the two special ones (`filename_is_valid()`). */
export const isValidFileName = (name: string): boolean =>
  !/^\.{0,2}$/.test(name) && !name.includes('/') && Buffer.byteLength(name) <= NAME_MAX;
