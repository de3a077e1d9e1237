/**
 * A pure function of a text that remembers what it said: the definitions of a fleet are near copies of each other. It
 * forgets everything when it has learned `LIMIT` texts; long ones it never learns. Nobody may change what it returns.
 */
export function memo<R>(of: (text: string) => R): (text: string) => R {
  const known = new Map<string, R>();
  return (text) => {
    if (text.length > LONGEST) return of(text);
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as R;
    const made = of(text);
    if (known.size >= LIMIT) known.clear();
    known.set(text, made);
    return made;
  };
}

const LIMIT = 2_000;
/** Characters. */
const LONGEST = 1_000;
