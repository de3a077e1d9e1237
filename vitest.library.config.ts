import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** What runs on every system, Windows too: the library, and what it reads. No service manager, no /proc, no permissions. */
export default defineConfig({
  test: {
    ...base.test,
    include: [
      'test/library/**/*.test.ts',
      'test/model/**/*.test.ts',
      'test/identity/**/*.test.ts',
      'test/runtime/{config,dotenv,endpoint,listeners,plain-yaml,write-port,yaml}.test.ts',
      'test/ops/{gateway-lookups,windows}.test.ts',
    ],
  },
});
