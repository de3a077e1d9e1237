import { readSync } from 'node:fs';
import { tr } from '../texts/tr.ts';

/** More than any unit, plist or config has: systemd itself refuses lines of over 1 MiB. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024;
const tooLarge = (): string =>
  tr('it is larger than {max_bytes} MiB', { max_bytes: MAX_BYTES / 1024 / 1024 });

/**
 * All of a file. Those of /proc say that they are empty, and are not.
 * @throws an error whose code says that it is too large
 */
export function readWhole(fd: number, size: number): Buffer {
  if (size > MAX_BYTES) throw Object.assign(new Error(), { code: tooLarge() });
  if (size === 0) return readToEnd(fd);
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const n = readSync(fd, bytes, length, size - length, null);
    if (n === 0) break;
    length += n;
  }
  return bytes.subarray(0, length);
}

/** The kernel gives a page of /proc at a time, however much is asked for. */
function readToEnd(fd: number): Buffer {
  let bytes = Buffer.allocUnsafe(64 * 1024);
  for (let length = 0; ; ) {
    const n = readSync(fd, bytes, length, bytes.length - length, null);
    if (n === 0) return bytes.subarray(0, length);
    length += n;
    if (length > MAX_BYTES) throw Object.assign(new Error(), { code: tooLarge() });
    if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length);
  }
}

/** The last lines: the first of these bytes may be in the middle of one. */
export function readLast(fd: number, size: number, bytes: number): Buffer {
  const from = Math.max(0, size - bytes);
  const part = Buffer.allocUnsafe(size - from);
  const found = part.subarray(0, readSync(fd, part, 0, part.length, from));
  return from === 0 ? found : found.subarray(found.indexOf(0x0a) + 1);
}
