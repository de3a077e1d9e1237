import * as z from 'zod';
import type { App } from '../model/app.ts';
import { complete } from './app-defaults.ts';
import { IDENTITY } from './app-schema/identity.ts';
import { MANAGERS } from './app-schema/managers.ts';
import { RUNTIME } from './app-schema/runtime.ts';
import { validate } from './validate.ts';
import { readYaml } from './yaml.ts';

/** What an `app.yaml` may say. What is left out is filled in: here, or by `complete` where it follows from the rest. */
export const APP = z.strictObject({ ...IDENTITY, ...MANAGERS, ...RUNTIME });

/**
 * Reads and checks the text of an `app.yaml`, and fills in what it leaves out.
 * @throws Failure (usage) naming file, line, column and key.
 */
export const checkApp = (text: string, path: string): App =>
  complete(validate(APP, readYaml(text, path), text, path));
