import type { Setting } from '../model/definition.ts';
import { addsUp, takesEmpty } from './setting-kinds.ts';

/** Lists of sandboxing and resource settings (systemd.exec(5), systemd.resource-control(5)), and conditions. */
const MORE_LISTS = new RegExp(
  `^(${[
    '(Condition|Assert).*',
    '.*(Paths|Directories|Images)',
    '(Runtime|State|Cache|Logs|Configuration)Directory',
    '(SystemCall|Restrict|Propagate|ReloadPropagated|StopPropagated).*',
    '(CapabilityBoundingSet|AmbientCapabilities|SupplementaryGroups|CPUAffinity|TemporaryFileSystem)',
    '(Load|Set|Import)Credential(Encrypted)?',
    '(LogExtraFields|LogFilterPatterns|StandardInput(Text|Data)|OpenFile|Sockets|DisableControllers)',
    '(IPAddress|SocketBind|Device)(Allow|Deny)',
    '(JoinsNamespaceOf|RequiresMountsFor|UpheldBy)',
  ].join('|')})$`,
);

/** Which assignments of a unit count in the end: of most settings the last one, of a list those after its last reset. */
export function inEffect<S extends Setting>(settings: readonly S[]): ReadonlySet<S> {
  const groups = new Map<string, S[]>();
  for (const setting of settings) {
    const name = `${setting.section}.${setting.key}`;
    const group = groups.get(name);
    if (group) group.push(setting);
    else groups.set(name, [setting]);
  }
  return new Set([...groups.values()].flatMap((group) => counting(group)));
}

function counting<S extends Setting>(group: readonly S[]): readonly S[] {
  const { key = '' } = group[0] ?? {};
  const reset = takesEmpty(key) ? group.findLastIndex(({ value }) => value === '') : -1;
  const rest = group.slice(reset + 1).filter(({ value }) => value !== '');
  return addsUp(key) || MORE_LISTS.test(key) ? rest : rest.slice(-1);
}
