import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { APP } from '../../src/fleet/app-schema.ts';
import { manifestSchema } from '../../src/fleet/manifest-schema.ts';
import { readYaml } from '../../src/fleet/yaml.ts';
import { builtInApps, packageFolder, readNamedFile } from '../../src/host/package.ts';

const FOLDER = join(packageFolder(), 'docs/schema');
/** Names of profiles are the app's business; editors are told what no app goes beyond. */
const ANY_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The JSON Schema of what people write: nothing that has a default is asked for. */
const schemaOf = (schema: z.ZodType, title: string): object => {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    // Newer ones not every editor reads (redhat-developer/yaml-language-server #856, #1112).
    target: 'draft-7',
  });
  return { $schema, title, ...rest };
};

/** The keys that an editor would have nothing to say about, by their paths. */
function untold(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'properties'
      ? Object.entries(value as Record<string, { description?: string }>).flatMap(([key, one]) => [
          ...(one.description ? [] : [`${path}.${key}`]),
          ...untold(one, `${path}.${key}`),
        ])
      : untold(value, path),
  );
}

describe.each([
  ['app', schemaOf(APP, 'app.yaml of unitpin')],
  ['unitpin', schemaOf(manifestSchema(ANY_NAME), 'unitpin.yaml')],
])('docs/schema/%s.schema.json', (name, schema) => {
  it('is what the program checks files against (vitest -u writes it)', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      join(FOLDER, `${name}.schema.json`),
    );
  });

  it('tells of each key what it means', () => {
    expect(untold(schema)).toEqual([]);
  });

  it('is a JSON Schema', () => {
    expect(() => new Ajv({ strict: false }).compile(schema)).not.toThrow();
  });
});

const checker = (schema: z.ZodType) => new Ajv({ strict: false }).compile(schemaOf(schema, ''));

describe('they take what the program takes', () => {
  it.each(builtInApps())('the app.yaml of %s', (id) => {
    const path = join(packageFolder(), 'templates', id, 'app.yaml');
    const check = checker(APP);
    check(readYaml(readNamedFile(path), path));
    expect(check.errors).toBeNull();
  });

  it.each([
    ['profiles: { work: manual, code: { dependsOn: [work], state: disabled }, default: null }', true],
    ['app: openclaw\nignore: [{ rule: linger-off, reason: a server }]\nports: { reserved: [8080] }', true],
    ['profils: {}', false],
    ['profiles: { work: sometimes }', false],
    ['profiles: { -work: manual }', false],
  ])('unitpin.yaml: %s', (text, expected) => {
    expect(checker(manifestSchema(ANY_NAME))(readYaml(text, 'x'))).toBe(expected);
  });
});
