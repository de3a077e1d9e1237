import { vi } from 'vitest';

/** Waits until what is expected is so. How long that takes on a busy machine is no matter of the test. */
export const eventually = <T>(isSo: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(isSo, { timeout: 60_000, interval: 10 });
