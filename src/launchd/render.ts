import { emitter, template } from '../host/template.ts';
import type { App } from '../model/app.ts';
import type { Service } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import type { PlistData } from './data.ts';
import { escapeText, plistValue } from './emit.ts';

const LOCALS = ['text', 'value', 'comment', 'service', 'entries'];

const EMITTERS = {
  text: emitter((text: string) => escapeText(text, tr('a key'))),
  value: emitter((data: PlistData) => plistValue(data, '\t', '\t')),
  /** Two hyphens would end an XML comment, and so would one before its end. */
  comment: emitter((text: string) => escapeText(text, tr('the comment')).replace(/-(?=-|$)/g, '- ')),
};

/**
 * The whole property list of one service: an agent, or with scope `system` a daemon that runs as the account.
 * @throws Failure (usage) when a value cannot be written in XML.
 */
export function renderPlist(app: App, service: Service, scope: 'user' | 'system'): string {
  return template(
    'gateway.plist.ejs',
    LOCALS,
  )({
    ...EMITTERS,
    service,
    entries: Object.entries({
      Label: service.label,
      ...(scope === 'system' && { UserName: service.account.name }),
      ProgramArguments: [...service.argv, ...(service.replace.launchd ? [service.replaceFlag] : [])],
      WorkingDirectory: service.home,
      EnvironmentVariables: { ...service.environment, ...service.pin, ...app.launchd.environment },
      ...(scope === 'user' && app.launchd.agentKeys),
      ...app.launchd.keys,
      StandardOutPath: service.logs.out,
      StandardErrorPath: service.logs.error,
    }),
  });
}
