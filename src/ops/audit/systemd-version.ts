import type { Files } from '../../host/files.ts';

/** The shared library that the manager and its tools are made of carries its version in its name. */
const LIBRARY = /^libsystemd-shared-(\d+)(?:[.~-][^/]*)?\.so$/;

/** The version of systemd that a host has, without running anything; null when there is none to be found. */
export function installedSystemd(files: Files): number | null {
  const multiarch = files
    .list('/usr/lib')
    .filter(({ name }) => name.includes('-linux-'))
    .map(({ name }) => `/usr/lib/${name}/systemd`);
  const versions = ['/usr/lib/systemd', '/lib/systemd', '/usr/lib64/systemd', ...multiarch].flatMap(
    (folder) => files.list(folder).flatMap(({ name }) => LIBRARY.exec(name)?.[1] ?? []),
  );
  return versions.length === 0 ? null : Math.max(...versions.map(Number));
}
