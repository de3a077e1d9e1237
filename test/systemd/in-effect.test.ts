import { expect, it } from 'vitest';
import { inEffect } from '../../src/systemd/in-effect.ts';
import { parseUnit } from '../../src/systemd/syntax.ts';

/** The values in effect of a unit with these lines in one section. */
const counting = (section: string, ...lines: string[]): string[] => {
  const { assignments } = parseUnit(Buffer.from([`[${section}]`, ...lines].join('\n')), '/x.service');
  const found = inEffect(assignments);
  return assignments.filter((one) => found.has(one)).map(({ key, value }) => `${key}=${value}`);
};

it.each([
  ['Service', ['Restart=no', 'Restart=always'], ['Restart=always']],
  ['Service', ['Environment=A=1', 'Environment=B=1'], ['Environment=A=1', 'Environment=B=1']],
  ['Service', ['Environment=A=1', 'Environment=', 'Environment=B=1'], ['Environment=B=1']],
  ['Service', ['ExecStart=/a', 'ExecStart=', 'ExecStart=/b'], ['ExecStart=/b']],
  ['Service', ['WorkingDirectory=/a', 'WorkingDirectory='], []],
  ['Service', ['ReadWritePaths=/a', 'ReadWritePaths=/b'], ['ReadWritePaths=/a', 'ReadWritePaths=/b']],
  // systemd cannot parse an empty one, and keeps what was there.
  ['Service', ['RestartSec=5', 'RestartSec='], ['RestartSec=5']],
  // No drop-in can take a dependency back.
  ['Unit', ['After=a.service', 'After=', 'After=b.service'], ['After=a.service', 'After=b.service']],
  [
    'Unit',
    ['ConditionPathExists=/a', 'ConditionPathExists=/b'],
    ['ConditionPathExists=/a', 'ConditionPathExists=/b'],
  ],
  ['Install', ['WantedBy=a.target', 'WantedBy='], []],
])('[%s] %j', (section, lines, found) => expect(counting(section, ...lines)).toEqual(found));
