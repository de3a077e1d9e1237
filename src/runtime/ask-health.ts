import type { Host } from '../host/host.ts';
import { isLoopback, isWildcard, plainHost, urlOf } from '../model/address.ts';
import type { App } from '../model/app.ts';
import type { Endpoint } from '../model/facts.ts';
import type { LevelHealth } from '../model/gateway.ts';
import { tr } from '../texts/tr.ts';

/** An answer is looked at no further. Bytes. */
const MAX_BODY = 64 * 1024;

/** What `/health` answered. */
export interface HttpHealth extends LevelHealth {
  /** What was asked; null when nothing was. */
  url: string | null;
  /** Milliseconds that the answer took; null without one. */
  latency: number | null;
}

export interface AskOptions {
  /** Milliseconds for the whole of it. */
  timeoutMs: number;
  /** Hosts beside the loopback that may be asked: addresses or names, as they are configured. */
  allowHosts: readonly string[];
  /** Whether the listener is known to be the gateway; otherwise its answer has to be the app's. */
  isOwn: boolean;
}

/**
 * Asks a gateway how it is. Redirects are not followed; a wildcard is asked at its loopback; nobody else's machine is
 * asked unless it is allowed: a host in a configuration may be anything.
 */
export async function askHealth(
  { net }: Pick<Host, 'net'>,
  app: App,
  { host, port }: Pick<Endpoint, 'host' | 'port'>,
  { timeoutMs, allowHosts, isOwn }: AskOptions,
): Promise<HttpHealth> {
  const nothing = { url: null, latency: null };
  if (!isAllowed(host.value, allowHosts)) {
    return {
      ...nothing,
      answer: 'none',
      reason: tr("not asked: {value} is not this machine's loopback", { value: host.value }),
    };
  }
  const url = `${urlOf(host.value, port.value)}${app.health.path}`;
  if (!URL.canParse(url))
    return {
      ...nothing,
      answer: 'not',
      reason: tr('not asked: {value} is not a host', { value: host.value }),
    };
  const result = await net.get(url, { timeoutMs, maxBytes: MAX_BODY });
  const failed = (answer: 'not' | 'unknown', reason: string): HttpHealth => ({
    url,
    latency: null,
    answer,
    reason: `${url} ${reason}`,
  });
  switch (result.state) {
    case 'timeout':
      return failed('unknown', tr('gave no answer within {timeoutMs} ms', { timeoutMs }));
    case 'refused':
      return failed('not', tr('refuses connections'));
    case 'failed':
      return failed('not', tr('fails: {code}', { code: result.code }));
    case 'answered': {
      const { status, body, ms } = result;
      const level = judge(app, status, body, isOwn);
      return { ...level, reason: level.reason && `${url} ${level.reason}`, url, latency: ms };
    }
  }
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  if (isLoopback(host) || isWildcard(host)) return true;
  return allowed.some((one) => plainHost(one) === plainHost(host));
}

function judge({ health, title }: App, status: number, body: string, isOwn: boolean): LevelHealth {
  if (status >= 300 && status < 400) {
    return {
      answer: 'not',
      reason: tr('answers with {status}: a redirect, which is not followed', { status }),
    };
  }
  if (status < 200 || status >= 300)
    return { answer: 'not', reason: tr('answers with {status}', { status }) };
  if (!isOwn && Object.keys(health.answer).length === 0)
    return {
      answer: 'unknown',
      reason: tr('answers, and nothing in that says whether it is {title}', { title }),
    };
  if (isOwn || saysAll(body, health.answer)) return { answer: 'well', reason: null };
  return { answer: 'not', reason: tr('answers, and not as {title} does', { title }) };
}

function saysAll(body: string, wanted: Readonly<Record<string, string>>): boolean {
  try {
    const said = JSON.parse(body) as Record<string, unknown> | null;
    return Object.entries(wanted).every(([key, value]) => said?.[key] === value);
  } catch {
    return false;
  }
}
