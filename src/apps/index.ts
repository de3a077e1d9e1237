import { hermes } from './hermes.ts';

/** The app that is meant where nothing else is said. */
export const DEFAULT_APP = 'hermes';

/** What an app cannot say as data. */
export interface AppCode {
  /** Seconds a stop may take, from the times the app itself is configured with (seconds, keyed as in `stopTimeout`). */
  stopTimeout(times: Readonly<Record<string, number>>): number;
}

const CODE: Readonly<Record<string, AppCode>> = { hermes };

/** For an app that is data alone: its longest own time and half a minute. */
const PLAIN: AppCode = {
  stopTimeout: (times) => Math.max(60, ...Object.values(times)) + 30,
};

export const appCode = (id: string): AppCode => CODE[id] ?? PLAIN;
