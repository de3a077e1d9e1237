import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../docs/schema');

type Shape =
  | 'history'
  | 'init'
  | 'rollback'
  | 'audit'
  | 'gen'
  | 'apply'
  | 'plan'
  | 'error'
  | 'show'
  | 'status'
  | 'rules'
  | 'explain'
  | 'ports'
  | 'services'
  | 'logs'
  | 'diagnose'
  | 'rename';

const compiled = new Map<Shape, ValidateFunction>();

/** Fails unless the value has the shape that the package's JSON Schema describes. */
export function expectSchema(name: Shape, value: unknown): void {
  const validate = compiled.get(name) ?? compile(name);
  compiled.set(name, validate);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

function compile(name: Shape): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  // What the others refer to.
  if (name !== 'audit') ajv.addSchema(read('audit.json'), 'audit.json');
  return ajv.compile(read(`${name}.json`));
}
