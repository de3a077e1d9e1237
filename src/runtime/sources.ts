import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';
import type { Environment } from '../model/definition.ts';
import { NO_CONFIG, readConfig } from './config.ts';
import { readDotenv } from './dotenv.ts';
import type { Sources, Unread } from './endpoint.ts';

/** What a gateway with this environment reads at its start; of its configuration only the key paths `wanted`. */
export const sourcesIn = (
  files: Files,
  app: App,
  home: string,
  environment: Environment,
  wanted: readonly string[],
): Sources => {
  const unread: Unread[] = [];
  const bytesOf = (name: string): { path: string; bytes: Buffer | null } => {
    const path = `${home}/${name}`;
    const found = files.read(path);
    if (found.state === 'unreadable') unread.push({ path, reason: found.reason });
    return { path, bytes: found.state === 'there' ? found.bytes : null };
  };
  const env = bytesOf('.env');
  const config = bytesOf(app.home.config);
  return {
    environment,
    dotenv: env.bytes ? readDotenv(env.bytes, env.path, (name) => environment.get(name)?.value) : new Map(),
    config: config.bytes ? readConfig(config.bytes, config.path, wanted) : NO_CONFIG,
    unread,
  };
};
