import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The end of what hangs, and of nothing else: some tests boot a machine or start a hundred processes, on two busy cores.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
  },
});
