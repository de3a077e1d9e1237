import { watch } from 'node:fs';

/** Calls back when something in these folders changes; where the system cannot tell, never. */
export type Watch = (folders: readonly string[], changed: () => void) => { close(): void };

export const watchFolders: Watch = (folders, changed) => {
  const open = folders.flatMap((folder) => {
    try {
      const one = watch(folder, { persistent: false }, changed);
      one.on('error', () => one.close());
      return [one];
    } catch {
      return [];
    }
  });
  return {
    close() {
      for (const one of open) one.close();
    },
  };
};
