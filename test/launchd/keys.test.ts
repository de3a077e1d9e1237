import { describe, expect, it } from 'vitest';
import { checkKeys } from '../../src/launchd/check-keys.ts';
import type { PlistData } from '../../src/launchd/data.ts';
import { buildPlist } from '../../src/launchd/emit.ts';
import { LAUNCHD_KEYS } from '../../src/launchd/keys.ts';
import { readPlist } from '../../src/launchd/plist.ts';

const judge = (job: { [key: string]: PlistData }): string[] => {
  const { value } = readPlist(Buffer.from(buildPlist(job)), 'job.plist');
  if (value?.type !== 'dict') throw new Error('no dict');
  return checkKeys(value).map(({ effect, message, location }) => `${location.line} ${effect}: ${message}`);
};
const job = { Label: 'a', Program: '/bin/a' };

describe('what launchd makes no job of', () => {
  const nothing = 'there is neither Program nor ProgramArguments: nothing to run';
  it.each<[{ [key: string]: PlistData }, string[]]>([
    [{}, ['4 fatal: there is no Label; every job needs one', `4 fatal: ${nothing}`]],
    [{ Label: 'a' }, [`4 fatal: ${nothing}`]],
    [{ Label: '', Program: '/bin/a' }, ['6 fatal: Label is empty']],
    [{ Label: 1, Program: '/bin/a' }, ['6 fatal: Label is an integer; it must be a string']],
    [
      { Label: 'a', ProgramArguments: [] },
      ['8 fatal: ProgramArguments is empty and there is no Program: nothing to run'],
    ],
    [
      { ...job, ProgramArguments: 'a b' },
      ['10 fatal: ProgramArguments is a string; it must be an array of strings'],
    ],
    [
      { Label: 'a', ProgramArguments: ['a', '--port', 8642] },
      ['11 fatal: ProgramArguments[2] is an integer; it must be a string'],
    ],
    [
      { Label: 'a', Program: true },
      ['8 dropped: Program is a boolean; it must be a string', `4 fatal: ${nothing}`],
    ],
  ])('%j', (data, problems) => {
    expect(judge(data)).toEqual(problems);
  });
});

describe('what it ignores', () => {
  it.each<[{ [key: string]: PlistData }, string]>([
    [{ keepalive: true }, '9 dropped: launchd does not know the key keepalive; KeepAlive is meant'],
    [{ Restart: 'always' }, '9 dropped: launchd does not know the key Restart'],
    [{ RunAtLoad: 'true' }, '10 dropped: RunAtLoad is a string; it must be a boolean'],
    [{ RunAtLoad: 1 }, '10 dropped: RunAtLoad is an integer; it must be a boolean'],
    [{ ThrottleInterval: 0.5 }, '10 dropped: ThrottleInterval is a real; it must be an integer'],
    [
      { KeepAlive: 'yes' },
      '10 dropped: KeepAlive is a string; it must be a boolean, or a dictionary with the keys SuccessfulExit, Crashed, NetworkState, AfterInitialDemand, PathState, OtherJobEnabled',
    ],
    [
      { KeepAlive: { SuccessfulExit: 0 } },
      '12 dropped: KeepAlive.SuccessfulExit is an integer; it must be a boolean',
    ],
    [
      { KeepAlive: { PathState: '/tmp/x' } },
      '12 dropped: KeepAlive.PathState is a string; it must be a dictionary of booleans',
    ],
    [
      { KeepAlive: { PathState: { '/tmp/x': 'y' } } },
      '14 dropped: KeepAlive.PathState./tmp/x is a string; it must be a boolean',
    ],
    [{ KeepAlive: { Succesful: true } }, '11 dropped: launchd does not know the key KeepAlive.Succesful'],
    [
      { EnvironmentVariables: { PORT: 8642 } },
      '12 dropped: EnvironmentVariables.PORT is an integer; it must be a string',
    ],
    [
      { EnvironmentVariables: ['A=b'] },
      '10 dropped: EnvironmentVariables is an array; it must be a dictionary of strings',
    ],
    [{ Umask: true }, '10 dropped: Umask is a boolean; it must be an integer, or a string'],
    [
      { ProcessType: 'Fast' },
      '10 dropped: ProcessType is "Fast"; it must be one of Background, Standard, Adaptive, Interactive',
    ],
    [
      { LimitLoadToSessionType: ['Aqua', 'GUI'] },
      '12 dropped: LimitLoadToSessionType[1] is "GUI"; it must be one of Aqua, Background, LoginWindow, StandardIO, System',
    ],
    [
      { StartCalendarInterval: [{ Hour: '3' }] },
      '13 dropped: StartCalendarInterval[0].Hour is a string; it must be an integer',
    ],
    [
      { MachServices: { a: { ResetAtClose: 1 } } },
      '14 dropped: MachServices.a.ResetAtClose is an integer; it must be a boolean',
    ],
    [
      { SoftResourceLimits: { Files: 1 } },
      '11 dropped: launchd does not know the key SoftResourceLimits.Files',
    ],
  ])('%j', (data, problem) => {
    expect(judge({ ...job, ...data })).toEqual([problem]);
  });
});

it('a job with everything right has no problem', () => {
  const data: { [key: string]: PlistData } = {
    Label: 'ai.hermes.gateway',
    ProgramArguments: ['/opt/hermes', '--profile', 'default', 'gateway', 'run'],
    EnvironmentVariables: { HERMES_HOME: '/Users/a/.hermes', toString: 'x' },
    LimitLoadToSessionType: ['Aqua', 'Background'],
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false, PathState: { '/a': true }, OtherJobEnabled: { b: false } },
    ThrottleInterval: 30,
    Umask: '077',
    SoftResourceLimits: { NumberOfFiles: 4096 },
    StartCalendarInterval: { Hour: 3 },
    MachServices: { a: true, b: { HideUntilCheckIn: true } },
    Sockets: { Listeners: { SockServiceName: '80' } },
    ProcessType: 'Background',
    AssociatedBundleIdentifiers: ['a', 'b'],
  };
  expect(judge(data)).toEqual([]);
});

it('no key of JavaScript objects is one of launchd', () => {
  expect(judge({ ...job, constructor: 'x' })).toEqual([
    '9 dropped: launchd does not know the key constructor',
  ]);
  expect(Object.keys(LAUNCHD_KEYS)).toContain('Label');
});
