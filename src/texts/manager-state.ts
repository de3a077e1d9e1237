import { tr } from './tr.ts';

/** The state that a manager gives a service, in its own word; that it does not have it at all is a word of ours. */
export const managerState = (state: string): string => (state === 'not loaded' ? tr(state) : state);
