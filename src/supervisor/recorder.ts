import { ownProcess } from '../host/process-id.ts';
import { type ChildRecord, type InstancePlace, removeInstance, writeInstance } from './instances.ts';
import type { Keeper } from './keeper.ts';
import type { Ports } from './ports.ts';

interface Recorder {
  now(): void;
  soon(): void;
  end(): void;
}

/** Milliseconds in which several changes are one. */
const RECORD_PAUSE = 20;

/** Keeps the record on the disk of who runs where. */
export function recorder(
  { host, root, say }: Ports,
  { folder }: InstancePlace,
  socket: string,
  keeper: Keeper,
): Recorder {
  let written = '';
  let isWaiting = false;
  let isOver = false;
  const now = (): void => {
    const children = [...keeper.units.values()].flatMap(
      ({ service: { profile, home }, run }): ChildRecord[] =>
        run ? [{ profile, pid: run.pid, start: run.start, home, startedAt: run.startedAt }] : [],
    );
    const text = JSON.stringify(children);
    if (text === written) return;
    writeInstance(host.files, folder, { schema: 1, owner: ownProcess(), root, socket, children });
    written = text;
  };
  return {
    now,
    soon() {
      if (isWaiting) return;
      isWaiting = true;
      void host.clock.sleep(RECORD_PAUSE).then(() => {
        isWaiting = false;
        try {
          if (!isOver) now();
        } catch (error) {
          say(`warning: ${(error as Error).message}`);
        }
      });
    },
    /** What could not be ended is in it for the next one; else nothing is left. */
    end() {
      isOver = true;
      if ([...keeper.units.values()].some(({ run }) => run)) now();
      else removeInstance(host.files, folder);
    },
  };
}
