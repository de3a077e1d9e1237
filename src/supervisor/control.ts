import { Failure } from '../host/failure.ts';
import type { LocalAnswer, LocalRequest } from '../host/local-socket.ts';
import { tr } from '../texts/tr.ts';
import type { EventRing } from './events.ts';
import type { Keeper } from './keeper.ts';

/** Everything that can be asked on the control socket. What acts answers when nothing moves any more. */
export async function answerControl(
  { method, path, query, body }: LocalRequest,
  keeper: Keeper,
  events: EventRing,
  isClosing: () => boolean,
): Promise<LocalAnswer> {
  const [verb = '', ...more] = path.split('/').slice(1);
  if (more.length > 0) return refuse(404, tr('there is no {path}', { path }));
  const isQuestion = verb === 'list' || verb === 'events';
  if (!isQuestion && !Object.hasOwn(ACTS, verb)) return refuse(404, tr('there is no {path}', { path }));
  if (method !== (isQuestion ? 'GET' : 'POST'))
    return refuse(405, tr('{path} needs {more}', { path, more: isQuestion ? 'GET' : 'POST' }));
  if (verb === 'list') return well({ services: keeper.list() });
  if (verb === 'events') return follow(events, query.get('after') ?? '0');
  if (isClosing()) return refuse(409, tr('the supervisor is ending'));
  try {
    const given: unknown = body.trim() === '' ? {} : JSON.parse(body);
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      return refuse(400, tr('the body is no JSON object'));
    return well(await ACTS[verb as keyof typeof ACTS](keeper, given as Record<string, unknown>));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(400, tr('the body is no JSON'));
    if (!(error instanceof Failure)) throw error;
    return {
      status: error.exit === 'usage' ? 409 : 503,
      body: { error: error.message, why: error.why, next: error.next },
    };
  }
}

type Act = (keeper: Keeper, given: Record<string, unknown>) => Promise<object>;

const ACTS: Readonly<Record<'start' | 'stop' | 'restart' | 'rescan' | 'state', Act>> = {
  start: async (keeper, given) => ({ services: await keeper.start(profilesIn(given)) }),
  stop: async (keeper, given) => ({ services: await keeper.stop(profilesIn(given)) }),
  restart: async (keeper, given) => ({ services: await keeper.restart(profilesIn(given)) }),
  rescan: (keeper) => keeper.rescan(),
  async state(keeper, { profile, state }) {
    if (typeof profile !== 'string') throw new Failure('usage', tr('profile: the name of one'));
    if (state !== 'enabled' && state !== 'manual' && state !== 'disabled')
      throw new Failure('usage', tr('state: enabled, manual or disabled'));
    return { services: [await keeper.setState(profile, state)] };
  },
};

function profilesIn({ profiles }: Record<string, unknown>): string[] {
  if (Array.isArray(profiles) && profiles.length > 0 && profiles.every((one) => typeof one === 'string'))
    return [...new Set(profiles as string[])];
  throw new Failure('usage', tr('profiles: a list of names'));
}

function follow(events: EventRing, after: string): LocalAnswer {
  if (!/^\d{1,15}$/.test(after)) return refuse(400, tr('after: the id of an event'));
  return {
    status: 200,
    stream(write) {
      const tell = (event: object): void => write(JSON.stringify(event));
      for (const event of events.since(Number(after))) tell(event);
      return events.follow(tell);
    },
  };
}

const well = (result: object): LocalAnswer => ({ status: 200, body: { schema: 1, ...result } });
const refuse = (status: number, error: string): LocalAnswer => ({ status, body: { error } });
