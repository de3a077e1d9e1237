import type { StoryId } from '../../../model/diagnosis.ts';
import type { Pair } from '../../stories/mutual-stop.ts';
import type { Words } from '../../stories/story.ts';
import { span } from './span.ts';

/** What the plain stories are told with. */
export interface PlainWords {
  /** The services, or the profiles; empty: nobody knows. */
  who: readonly string[];
  count: number;
  ports: readonly number[];
  senders: readonly string[];
  code: number | null;
  signal: string | null;
  delay: number | null;
}

export interface FightWords {
  /** For which they fight. */
  profile: string | null;
  services: readonly string[];
  pairs: readonly Pair[];
  count: number;
  /** Services that are meant for another profile than they run. */
  misled: readonly { name: string; meant: string }[];
}

const list = (all: readonly (string | number)[]): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
const gateway = (who: readonly string[]): string =>
  who.length === 0 ? 'a gateway' : `${who.length === 1 ? 'the' : 'each'} gateway of ${list(who)}`;
const named = (who: readonly string[], otherwise: string): string =>
  who.length === 0 ? otherwise : list(who);
const profileOf = (profile: string | null): string =>
  profile === null ? 'one profile' : `the profile ${profile}`;

/** What is told of each story. */
export const stories = {
  'mutual-stop': (
    p: FightWords & { replace: boolean; flag: string; proven: boolean; agreed: boolean; mended: boolean },
  ): Words => ({
    title: p.mended
      ? `${list(p.services)} ran ${profileOf(p.profile)}, and ended each other`
      : `${list(p.services)} run ${profileOf(p.profile)}, and end each other`,
    told: [
      ...p.pairs.map(({ by, stopped, times: n, evidence }) =>
        evidence === 'named'
          ? `${by} took the place of ${stopped} ${times(n)}: a line names the process.`
          : `${stopped} got its SIGTERM within seconds of a start of ${by}, ${times(n)}.`,
      ),
      ...(p.pairs.length === 0
        ? [`One took the place of the other, or gave way to it, ${times(p.count)}.`]
        : []),
      ...p.misled.map(
        ({ name, meant }) =>
          `${name} is meant for ${meant}, and runs ${p.profile ?? 'another'}: its definition does not pin it.`,
      ),
      `${p.replace ? `With ${p.flag} whoever starts ends the one that runs` : 'Only one gateway of a profile can run: whoever comes second ends'}; its manager starts it again, and it goes on for ever. No platform and no network has a part in it.`,
    ],
    advice: [
      p.mended
        ? 'Nothing, if no line of it is newer than the definitions: they pin each to a profile of its own now.'
        : 'Each service has to be pinned to a profile of its own; the default one, too.',
    ],
    because: p.proven
      ? `the lines name the processes${p.agreed ? ', and the definitions run one profile' : ''}`
      : p.agreed
        ? "the definitions run one profile, and the lines tell of gateways that take each other's place"
        : 'known by the times alone: a start of the one, and the end of the other, within seconds',
    unless: p.agreed
      ? 'the definitions were other ones when this was written'
      : p.proven
        ? 'the logs are of different machines'
        : 'somebody restarted both by hand at these moments, or their clocks differ',
  }),
  'taken-over': (p: FightWords): Words => ({
    title: `something else starts ${profileOf(p.profile)} as well, and takes its place`,
    told: [
      `${times(p.count).replace(/^./, (c) => c.toUpperCase())} a gateway took the place of another one, or gave way to it; no line tells who the other is.`,
      'It may be a second supervisor (a web interface, a script, tmux), a service of another scope, or somebody by hand.',
    ],
    advice: ['Let one manager run it, and nothing else: end what runs outside of it.'],
    because: 'the lines tell of take-overs, and not by whom',
    unless: 'each of them was a restart by hand',
  }),
  'executor-shut': (p: {
    who: readonly string[];
    pool: boolean;
    after: number | null;
    lost: boolean;
    again: boolean;
    mended: string | null;
  }): Words => ({
    title: `${gateway(p.who)} runs, and does no work: its executor is shut down`,
    told: [
      p.pool
        ? `${p.after === null ? '' : `${span(p.after)} after its start: `}a pool of threads in this process was shut down, and takes no more work.`
        : `${p.after === null ? '' : `${span(p.after)} after its start: `}something in this process called loop.shutdown_default_executor(), after which asyncio refuses whatever is handed to its default executor. The log does not tell who called it.`,
      ...(p.lost ? ['The connection to the platform went with it; it is not the cause.'] : []),
      p.again
        ? 'It was started again later, which mended it until the next time.'
        : 'The process lives, so its manager sees nothing wrong and starts nothing.',
    ],
    advice: [
      'Restart it: a new process has a new executor, and nothing else brings it back.',
      ...(p.mended === null
        ? []
        : [`Then upgrade to a version with ${p.mended}: until then it may come again.`]),
    ],
    because: 'only a shut executor says so, and no stop of the gateway came before it',
    unless:
      'a later line of the same process shows that it answers messages, or it was being stopped at that moment',
  }),
  'program-missing': (p: PlainWords): Words => ({
    title: `the program of ${named(p.who, 'a service')} was not there`,
    told: [`Its manager could not execute it, ${times(p.count)}: it was gone, moved, or no program.`],
    because: 'its manager says so',
    unless: 'the program was put back since',
  }),
  'folder-missing': (p: PlainWords): Words => ({
    title: `the working directory of ${named(p.who, 'a service')} was not there`,
    told: [`Its manager could not change to it, ${times(p.count)} (200/CHDIR): nothing was started at all.`],
    because: 'its manager says so',
    unless: 'the folder was put back since',
  }),
  'fatal-exit': (p: PlainWords): Words => ({
    title: `${gateway(p.who)} says that it cannot run as it is configured`,
    told: [
      `It ended ${times(p.count)} with ${p.code}, which stands for a configuration that no restart mends: a token that another profile has, say, or one gateway for all profiles beside those of their own.`,
      ...(p.count > Math.max(1, p.who.length)
        ? [
            'It was started again all the same: by hand, or as its definition does not take that code for final.',
          ]
        : []),
    ],
    advice: ['The lines just before its end tell what it does not like.'],
    because: 'its manager tells the exit code',
    unless: 'it runs now',
  }),
  'take-over-refused': (p: PlainWords): Words => ({
    title: `${gateway(p.who)} may not take over, and does not start`,
    told: [
      `It found a process that it could not prove to be of the same profile, and did not start, ${times(p.count)}. Its command says to take over, often by a drop-in of long ago.`,
    ],
    advice: ['Take that flag out of the definition: under a manager there is nothing to take over.'],
    because: 'the gateway says so',
    unless: 'a gateway of the same profile really runs outside of its service',
  }),
  'already-supervised': (p: PlainWords): Words => ({
    title: `${gateway(p.who)} takes its own service for somebody else`,
    told: [
      `It ended ${times(p.count)}, because a manager runs it already: it does not know that it is the one which that manager runs. A wrapper in between hides it.`,
    ],
    because: 'the gateway says so; whether there is another one, too, the line does not tell',
    unless: 'a second service of the same profile runs',
  }),
  'token-conflict': (p: PlainWords): Words => ({
    title: `${p.who.length === 0 ? 'a bot' : `the bot of ${list(p.who)}`} is asked for its messages from two places`,
    told: [
      `Its platform ended the connection for another one with the same token, ${times(p.count)}: each message reaches one of the two only.`,
      'The other may be another profile with the same token (a clone, say), a second gateway of this one, or another machine.',
    ],
    because: 'the platform says so',
    unless: 'it was a restart, while the old connection was still open',
  }),
  'address-in-use': (p: PlainWords): Words => ({
    title: `${gateway(p.who)} could not get ${p.ports.length === 0 ? 'its port' : `port ${list(p.ports)}`}`,
    told: [`Something else listened there, ${times(p.count)}: the gateway goes on without its API server.`],
    because: 'the operating system says so',
    unless: 'it was its own process of before, which had not ended yet',
  }),
  'key-refused': (p: PlainWords): Words => ({
    title: `a key is refused (401), by or for ${named(p.who, 'a gateway')}`,
    told: [
      `${times(p.count).replace(/^./, (c) => c.toUpperCase())}: a platform or a model's provider does not take its key, or a client comes to its API server with another one. The lines tell which.`,
    ],
    advice: [
      'A key may stand in the environment, in .env and in config.yaml; the one that is read may be another than the one that was changed.',
    ],
    because: 'a line with 401 does not always tell whose key it was',
    unless: 'somebody else knocked at its API server',
  }),
  'out-of-memory': (p: PlainWords): Words => ({
    title: `the kernel ended a process of ${named(p.who, 'a service')} for want of memory`,
    told: [
      `${times(p.count).replace(/^./, (c) => c.toUpperCase())}. Nothing of it is in the gateway's own log: it could not write any more.`,
    ],
    advice: ['Fewer gateways on this machine, more memory, or MemoryMax= for the one that takes too much.'],
    because: 'its manager says so',
    unless: 'the process was a tool that the gateway had started',
  }),
  'killed-at-stop': (p: PlainWords): Words => ({
    title: `${named(p.who, 'a service')} did not end in time, and had to be killed`,
    told: [
      `${times(p.count).replace(/^./, (c) => c.toUpperCase())} its manager ran out of patience before the gateway had finished its work: what was under way is lost, and its lock may be left behind.`,
    ],
    because: 'its manager says so',
    unless: 'the gateway hung, and would not have ended in any time',
  }),
  throttled: (p: PlainWords): Words => ({
    title: `launchd starts ${named(p.who, 'a job')} again and again, and each run ends at once`,
    told: [
      `${times(p.count).replace(/^./, (c) => c.toUpperCase())} it ended so soon that launchd put the next start off${p.delay === null ? '' : ` by ${p.delay} s`}: its command is not one that stays, or it cannot start.`,
    ],
    because: 'launchd says so',
    unless: 'the definition was another one then',
  }),
  'start-limit': (p: PlainWords): Words => ({
    title: `the manager has given up on ${named(p.who, 'a service')}`,
    told: [
      `It failed too often, one time after the other (${times(p.count)}), and is not started again by itself, or not soon. That is a consequence: why it failed stands above it, or in its log.`,
    ],
    advice: ['Mend what made it fail first, then start it.'],
    because: 'its manager says so',
    unless: 'somebody started it since',
  }),
  'start-failed': (p: PlainWords): Words => ({
    title: `${gateway(p.who)} was not started, or did not get ready`,
    told: [`${times(p.count).replace(/^./, (c) => c.toUpperCase())}; the lines below say why.`],
    because: 'its manager says so',
    unless: 'it runs now',
  }),
  'crash-loop': (p: {
    who: readonly string[];
    count: number;
    starts: number;
    seconds: number;
    codes: readonly number[];
    signals: readonly string[];
  }): Words => ({
    title: `${gateway(p.who)} starts again and again`,
    told: [
      `${p.count} starts, more than ${p.starts} in ${p.seconds} s; no known sign tells why.${p.codes.length === 0 ? '' : ` It ended with ${list(p.codes)}.`}${p.signals.length === 0 ? '' : ` It was ended by ${list(p.signals)}.`}`,
    ],
    advice: ['The last lines before each end tell the reason, if anything does.'],
    because: 'starts are counted; what ends it is not known',
    unless: 'somebody restarted it so often',
  }),
  'ended-from-outside': (p: PlainWords): Words => ({
    title: `${p.senders.length === 0 ? 'something' : list(p.senders)} ended ${named(p.who, 'a job')}`,
    told: [`With ${p.signal ?? 'a signal'}, ${times(p.count)}; launchd names the process that sent it.`],
    advice: ['Find out what that program is: a watchdog, an updater, or a second supervisor.'],
    because: 'launchd says so',
    unless: 'it was somebody who stopped it by hand',
  }),
};
// Every story has its words, and nothing else has.
stories satisfies Record<StoryId, unknown>;
