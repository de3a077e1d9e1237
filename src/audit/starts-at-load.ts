import type { LaunchdDefinition } from '../model/definition.ts';
import { entryOf, keyOf } from './select.ts';

/**
 * The key that makes launchd start a job as soon as it is loaded (launchd.plist(5)): `null` for none, `undefined` where it
 * depends on what no definition says.
 */
export function startsAtLoad(definition: LaunchdDefinition): string | null | undefined {
  if (keyOf(definition, 'RunAtLoad', 'boolean')?.value) return 'RunAtLoad';
  const keepAlive = entryOf(definition, 'KeepAlive')?.value;
  // The name of old for its opposite.
  if (!keepAlive) return keyOf(definition, 'OnDemand', 'boolean')?.value === false ? 'OnDemand' : null;
  if (keepAlive.type === 'boolean') return keepAlive.value ? 'KeepAlive' : null;
  if (keepAlive.type !== 'dict') return null;
  const condition = (key: string) => keepAlive.entries.find((entry) => entry.key === key)?.value;
  const waits = condition('AfterInitialDemand');
  if (waits?.type === 'boolean' && waits.value) return null;
  // It must run once before there is an exit status to look at.
  return condition('SuccessfulExit')?.type === 'boolean' ? 'KeepAlive.SuccessfulExit' : undefined;
}
