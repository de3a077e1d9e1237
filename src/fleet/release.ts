import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';

/**
 * The day an install was released, as its own files say (`YYYY-MM-DD`); null when they do not. Looked for in the
 * checkout that holds the program (three folders up) and in its virtual environment.
 */
export function releaseDate(files: Files, app: App, program: string): string | null {
  const { release } = app.program;
  if (!release) return null;
  const pattern = new RegExp(release.pattern);
  for (const path of [program, files.realPath(program)]) {
    if (path === null) continue;
    const environment = up(path, 2);
    const lib = `${environment}/lib`;
    const packages = files
      .list(lib)
      .filter((entry) => entry.name.startsWith('python'))
      .map((entry) => `${lib}/${entry.name}/site-packages`);
    for (const folder of [up(path, 3), ...packages]) {
      for (const file of release.files) {
        const found = files.read(`${folder}/${file}`);
        const match = found.state === 'there' ? pattern.exec(found.bytes.toString('utf8')) : null;
        if (match) return `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`;
      }
    }
  }
  return null;
}

const up = (path: string, levels: number): string => path.split('/').slice(0, -levels).join('/');
