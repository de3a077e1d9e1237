import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import { tr } from '../texts/tr.ts';

/**
 * For what needs a service manager. @param what is wanted: `gen writes service definitions`
 * @throws Failure (host) on Windows, with what works there
 */
export function needsManager({ platform, live }: Host, what: string): void {
  if (platform !== 'win32' || !live) return;
  throw new Failure('host', tr('{what}, and Windows has no service manager that unitpin knows', { what }), {
    why: tr('it knows systemd and launchd'),
    next: tr(
      'unitpin audit FILES, unitpin audit --root DIR, unitpin ports or unitpin status; or use the library (docs/library.md)',
    ),
  });
}
