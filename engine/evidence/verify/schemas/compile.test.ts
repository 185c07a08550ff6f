import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentSchema } from '#engine/evidence/content/documents/index.ts';
import { DOCUMENT_NAMES, LONG_LISTS } from '../../format/documents.ts';
import { compileSchema, type Schema } from './compile.ts';
import { SCHEMAS } from './generated/schemas.ts';

/** Texts that answer the patterns of the schemas. */
const ANSWERS: readonly string[] = [
  'a'.repeat(64),
  'a',
  '0b3c3f5e-5c5e-4b5a-8f57-0123456789ab',
  '2024-11-24T05:00:00Z',
  '2024-11-24',
  'urn:tickmark:oscal',
];

/** Documents that the schema allows, more or less: the judge says which. */
function documents(schema: Schema, whole: Schema): fc.Arbitrary<unknown> {
  const reference = schema['$ref'] as string | undefined;
  if (reference !== undefined) {
    const definition = (whole['$defs'] as Record<string, Schema>)[reference.slice('#/$defs/'.length)]!;
    return documents({ ...definition, ...schema, $ref: undefined }, whole);
  }
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => documents(choice, whole)));
  const names = [schema['type'] ?? 'null'].flat() as string[];
  return fc.oneof(...names.map((name) => ofType(name, schema, whole)));
}

function ofType(name: string, schema: Schema, whole: Schema): fc.Arbitrary<unknown> {
  if (name === 'string') {
    const pattern = schema['pattern'] as string | undefined;
    if (pattern === undefined) return fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom(...ANSWERS));
    const answers = ANSWERS.filter((answer) => new RegExp(pattern, 'u').test(answer));
    if (answers.length === 0) throw new Error(`no answer to ${pattern}`);
    return fc.constantFrom(...answers);
  }
  if (name === 'number' && 'exclusiveMaximum' in schema) return fc.constant(0.5);
  if (name === 'number') return fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(0.5));
  if (name === 'integer') return fc.integer({ min: 1, max: 9 });
  if (name === 'boolean') return fc.boolean();
  if (name === 'null') return fc.constant(null);
  if (name === 'array')
    return fc.array(documents((schema['items'] ?? {}) as Schema, whole), { minLength: 1, maxLength: 2 });
  const members = (schema['properties'] ?? {}) as Record<string, Schema>;
  const required = (schema['required'] ?? []) as string[];
  const known = fc.record(
    Object.fromEntries(Object.entries(members).map(([key, member]) => [key, documents(member, whole)])),
    { requiredKeys: required.filter((key) => key in members) },
  );
  const others = schema['additionalProperties'];
  if (typeof others !== 'object' || others === null) return known;
  const keys = documents(
    (schema['propertyNames'] ?? { type: 'string' }) as Schema,
    whole,
  ) as fc.Arbitrary<string>;
  const missing = fc.record(
    Object.fromEntries(
      required.filter((key) => !(key in members)).map((key) => [key, documents(others as Schema, whole)]),
    ),
  );
  return fc
    .tuple(known, missing, fc.dictionary(keys, documents(others as Schema, whole), { maxKeys: 2 }))
    .map((parts) => Object.assign({}, ...parts) as unknown);
}

/** A document with one place changed: a value replaced, a member taken out or put in. */
function damaged(value: unknown): fc.Arbitrary<unknown> {
  const places: { hold: Record<string, unknown>; key: string }[] = [];
  const root = { value: structuredClone(value) };
  const walk = (hold: Record<string, unknown>) => {
    for (const key of Object.keys(hold)) {
      places.push({ hold, key });
      if (typeof hold[key] === 'object' && hold[key] !== null) walk(hold[key] as Record<string, unknown>);
    }
  };
  walk(root);
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, '', 0, -1, 1.5, 2, true, [], {}, 'x', [null], { x: 1 }, '2024-11-24'),
    fc.jsonValue({ maxDepth: 1 }),
  );
  return fc
    .tuple(fc.constantFrom(...places), junk, fc.constantFrom('replace', 'remove', 'add'))
    .map(([{ hold, key }, other, how]) => {
      const before = hold[key];
      if (how === 'add' && typeof before === 'object' && before !== null && !Array.isArray(before))
        hold[key] = { ...before, other };
      else if (how === 'remove' && !Array.isArray(hold)) delete hold[key];
      else hold[key] = other;
      const result = structuredClone(root.value);
      hold[key] = before;
      return result;
    });
}

const judge = new Ajv({ strict: false });

describe('schemas of documents', () => {
  it.each(DOCUMENT_NAMES)(
    '%s: agrees with Ajv on documents as they should be and on damaged ones',
    (name) => {
      const schema = JSON.parse(
        readFileSync(resolve(`docs/spec/schemas/${name}.schema.json`), 'utf8'),
      ) as Schema;
      const own = compileSchema(SCHEMAS[name]);
      const theirs = judge.compile(schema);
      let fits = 0;
      let fails = 0;
      fc.assert(
        fc.property(
          documents(schema, schema).chain((value) => fc.tuple(fc.constant(value), damaged(value))),
          (pair) => {
            for (const value of pair) {
              const expected = theirs(value);
              if (expected) fits += 1;
              else fails += 1;
              expect({ value, holds: own(value) === null }).toEqual({ value, holds: expected });
            }
          },
        ),
        { numRuns: 300, seed: 24 },
      );
      // A judge that says the same of everything would judge nothing.
      expect(fits).toBeGreaterThan(100);
      expect(fails).toBeGreaterThan(20);
    },
  );

  it('checks an entry of a long list as the whole document would', () => {
    for (const [name, list] of Object.entries(LONG_LISTS) as [
      keyof typeof LONG_LISTS,
      (string | number)[],
    ][]) {
      const entry = compileSchema(SCHEMAS[name], [...list, 0]);
      expect(entry(7)?.path).toEqual([]);
    }
  });

  it('is published as it is used', () => {
    for (const name of DOCUMENT_NAMES)
      expect(JSON.parse(readFileSync(resolve(`docs/spec/schemas/${name}.schema.json`), 'utf8'))).toEqual(
        documentSchema(name),
      );
  });

  it('refuses a schema with a word that it does not know', () => {
    expect(() => compileSchema({ type: 'object', dependentRequired: {} })).toThrow('dependentRequired');
    expect(() => compileSchema({ type: 'date' })).toThrow('date');
    expect(() => compileSchema({ $ref: '#/$defs/nowhere' })).toThrow('nowhere');
  });

  it('tells where a value is not as its schema says', () => {
    const check = compileSchema({
      type: 'object',
      properties: {
        list: { type: 'array', items: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/one' }] } },
      },
      required: ['list'],
      additionalProperties: false,
      $defs: { one: { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } } },
    });
    expect(check({ list: [null, { n: 1 }] })).toBe(null);
    expect(check({ list: [{ n: 0 }] })).toEqual({ path: ['list', 0, 'n'], says: 'is less than 1' });
    expect(check({ list: ['x'] })).toEqual({ path: ['list', 0], says: 'is no null and is no object' });
    expect(check({})).toEqual({ path: ['list'], says: 'is missing' });
    expect(check(JSON.parse('{"list":[],"__proto__":1}'))).toEqual({
      path: ['__proto__'],
      says: 'is no member of it',
    });
    expect(check([])).toEqual({ path: [], says: 'is no object' });
  });
});
