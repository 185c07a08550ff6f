import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oscalAssessmentResults } from '../documents/oscal.ts';
import type { PackagedFinding } from '../findings.ts';
import type { PackagedRun } from '../procedures.ts';
import { assessmentResults } from './assessment-results.ts';

/** A file of NIST's; none is delivered with the product. */
const PUBLISHED = process.env['TICKMARK_OSCAL_SCHEMA'];
const EXAMPLE = resolve('../shared/samples/oscal/ifa_assessment-results-example.json');

const run = (procedure: string, changes: object): PackagedRun =>
  ({
    procedure,
    version: 1,
    digest: '0'.repeat(64),
    as_of: '2024-11-24T05:00:00Z',
    period: '2024-11-01..2024-11-30',
    params: {},
    status: 'completed',
    population: 10,
    exceptions: 0,
    failing: 0,
    leads: 0,
    indeterminate: 0,
    message: null,
    missing: null,
    ...changes,
  }) as PackagedRun;

const finding = (id: string, procedure: string, outcome: PackagedFinding['outcome']): PackagedFinding => ({
  id,
  procedure,
  severity: 'high',
  outcome,
  subject_type: 'account',
  subject_id: 'ben@company.com',
  reason_code: 'unexpected',
  summary: 'holds access that no policy gives',
  disposition: 'open',
  note: null,
  text: { condition: 'c', criteria: 'c', cause: 'c', effect: 'e', recommendation: 'r' },
  details: {},
  source_rows: [],
});

const document = (findings: PackagedFinding[], client = 'Example Ltd'): object =>
  assessmentResults({
    engagement_id: 'E-1',
    client,
    kind: 'external',
    as_of: '2024-11-24T05:00:00Z',
    period_start: '2024-11-01T04:00:00Z',
    period_end: '2024-12-01T05:00:00Z',
    tool_version: '0.1.0',
    runs: [
      run('policy.expected-access', { exceptions: 2 }),
      run('logs.activity-usual', { leads: 1 }),
      run('sod.roles-separate', { status: 'not_run', population: null, message: 'Not run' }),
    ],
    findings,
  });

const written = (findings: PackagedFinding[]) =>
  oscalAssessmentResults.parse(document(findings))['assessment-results'].results[0];

const FINDINGS = [
  finding('F-1', 'policy.expected-access', 'exception'),
  finding('F-3', 'logs.activity-usual', 'lead'),
];

type Json = { [key: string]: Json } & Json[] & string;

/** What OSCAL refuses, each one change of a document that it allows. */
const REFUSED: [string, (results: Json) => void][] = [
  ['a member that the model does not know', (root) => Object.assign(root, { verdict: 'good' })],
  ['no metadata', (root) => Reflect.deleteProperty(root, 'metadata')],
  ['no results', (root) => Object.assign(root, { results: [] })],
  ['an identifier that is no UUID', (root) => Object.assign(root, { uuid: 'E-1' })],
  [
    'an identifier of UUID version 1',
    (root) => Object.assign(root, { uuid: '0b3c3f5e-5c5e-1b5a-8f57-0123456789ab' }),
  ],
  [
    'a party with a name of two lines',
    ({ metadata }) => Object.assign(metadata!['parties']![0]!, { name: 'A\nB' }),
  ],
  [
    'a party with a name that begins with a space',
    ({ metadata }) => Object.assign(metadata!['parties']![0]!, { name: ' A' }),
  ],
  [
    'a party of a kind of its own',
    ({ metadata }) => Object.assign(metadata!['parties']![0]!, { type: 'firm' }),
  ],
  ['an empty version', ({ metadata }) => Object.assign(metadata!, { version: '' })],
  [
    'a responsible party that is nobody',
    ({ metadata }) => Object.assign(metadata!, { 'responsible-parties': [{ 'role-id': 'assessor' }] }),
  ],
  [
    'a moment without an offset',
    ({ metadata }) => Object.assign(metadata!, { 'last-modified': '2024-11-24T05:00:00' }),
  ],
  [
    'a day that there is not',
    ({ metadata }) => Object.assign(metadata!, { 'last-modified': '2023-02-29T05:00:00Z' }),
  ],
  [
    'an hour that there is not',
    ({ metadata }) => Object.assign(metadata!, { 'last-modified': '2024-11-24T24:00:00Z' }),
  ],
  [
    'an offset that no place has',
    ({ metadata }) => Object.assign(metadata!, { 'last-modified': '2024-11-24T05:00:00+05:17' }),
  ],
  ['a plan at an address that is none', (root) => Object.assign(root['import-ap']!, { href: 'a plan' })],
  [
    'a result without a list of controls',
    ({ results }) => Reflect.deleteProperty(results![0]!, 'reviewed-controls'),
  ],
  ['an empty list of findings', ({ results }) => Object.assign(results![0]!, { findings: [] })],
  [
    'a property without a value',
    ({ results }) => Object.assign(results![0]!['observations']![0]!['props']![0]!, { value: '' }),
  ],
  [
    'a property with a name of two words',
    ({ results }) => Object.assign(results![0]!['observations']![0]!['props']![0]!, { name: 'two words' }),
  ],
  [
    'a property of a namespace that is no URI',
    ({ results }) => Object.assign(results![0]!['observations']![0]!['props']![0]!, { ns: 'tickmark' }),
  ],
  [
    'an observation made in no way',
    ({ results }) => Reflect.deleteProperty(results![0]!['observations']![0]!, 'methods'),
  ],
  [
    'a control that is called something else',
    ({ results }) =>
      Object.assign(results![0]!['findings']![0]!['target']!['status']!, { state: 'doubtful' }),
  ],
  [
    'a target that begins with a digit',
    ({ results }) => Object.assign(results![0]!['findings']![0]!['target']!, { 'target-id': '1' }),
  ],
  [
    'a risk without a status',
    ({ results }) =>
      Object.assign(results![0]!, {
        risks: [{ uuid: results![0]!['uuid'], title: 't', description: 'd', statement: 's' }],
      }),
  ],
  [
    'a resource with links',
    (root) => Object.assign(root['back-matter']!['resources']![0]!, { links: [{ href: '#a' }] }),
  ],
];

/** The document with one change. */
function changed(value: unknown, change: (results: Json) => void): unknown {
  const copy = structuredClone(value) as { 'assessment-results': Json };
  change(copy['assessment-results']);
  return copy;
}

/** A judge by the schema that NIST publishes; null where it is not at hand. */
function published(): ((value: unknown) => string | null) | null {
  if (PUBLISHED === undefined) {
    console.warn("not run: name NIST's oscal_assessment-results_schema.json 1.1.x in TICKMARK_OSCAL_SCHEMA");
    return null;
  }
  const ascii = (text: string) => /^[!-~]*$/.test(text) && !/[<>"{}|\\^`]/.test(text);
  const judge = new Ajv({
    strict: false,
    formats: {
      'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
      'uri-reference': (text: string) => ascii(text) && URL.canParse(text, 'https://example.org'),
      uri: (text: string) => ascii(text) && URL.canParse(text),
      email: true,
    },
  }).compile(JSON.parse(readFileSync(PUBLISHED, 'utf8')) as object);
  return (value) => (judge(value) ? null : JSON.stringify(judge.errors));
}

/** Places of a document: where a value is held, and under which name. */
function places(hold: Json, found: [Json, string][] = []): [Json, string][] {
  for (const key of Object.keys(hold)) {
    found.push([hold, key]);
    const value = hold[key];
    if (typeof value === 'object' && value !== null) places(value, found);
  }
  return found;
}

const JUNK = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    true,
    [],
    {},
    [{}],
    '',
    ' ',
    'x',
    'x y',
    ' x',
    'x\ny',
    'ü',
    '#a',
    '%',
    'a:b',
    '2024-02-29T00:00:00Z',
    '1996-02-29T00:00:00Z',
    '2024-06-31T00:00:00Z',
    '2024-06-30T00:00:00.5-09:30',
    '2024-06-30T23:59:60Z',
    '3000-01-01T00:00:00Z',
  ),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

describe('OSCAL assessment results', () => {
  it('follow the model, with a finding on the controls that failed tests serve, and on no other', () => {
    const result = written([
      finding('F-1', 'policy.expected-access', 'exception'),
      finding('F-2', 'policy.expected-access', 'exception'),
      finding('F-3', 'logs.activity-usual', 'lead'),
    ]);
    // engine/frameworks/nist-800-53.yaml: AC-3 is served by policy.expected-access, AC-2(12) by logs.activity-usual.
    const reviewed = result?.['reviewed-controls']['control-selections'][0]?.['include-controls'];
    const ids = reviewed?.map((control) => control['control-id']) ?? [];
    expect(ids).toContain('ac-3');
    expect(ids).toContain('ac-2.12');
    expect(ids).not.toContain('ac-5');
    const targets = result?.findings?.map(({ target }) => [target['target-id'], target.status.state]);
    expect(targets).toContainEqual(['ac-3_obj', 'not-satisfied']);
    expect(targets?.map(([id]) => id)).not.toContain('ac-2.12_obj');
    expect(JSON.stringify(result)).not.toContain('"satisfied"');
    expect(result?.observations).toHaveLength(2 + 3);
  });

  it('relate each finding to observations that are there', () => {
    const result = written([finding('F-1', 'policy.expected-access', 'exception')]);
    const known = new Set(result?.observations?.map(({ uuid }) => uuid));
    const related = result?.findings?.flatMap((item) => item['related-observations'] ?? []) ?? [];
    expect(related.length).toBeGreaterThan(1);
    expect(related.filter((item) => !known.has(item['observation-uuid']))).toEqual([]);
  });

  it('leave the list of findings out where there is none: the model allows no empty list', () => {
    expect(written([])?.findings).toBe(undefined);
  });

  it('have lines where OSCAL has lines, whatever a client is called', () => {
    const party = (client: string) =>
      oscalAssessmentResults.parse(document([], client))['assessment-results'].metadata.parties?.[0];
    expect(party(' Example\r\n  Ltd\t')?.name).toBe('Example Ltd');
    expect(Object.keys(party(' ') ?? {})).toEqual(['uuid', 'type']);
  });

  it.each(REFUSED)('are checked by a model that refuses %s', (_name, change) => {
    expect(oscalAssessmentResults.safeParse(changed(document(FINDINGS), change)).success).toBe(false);
  });

  it('answer the schema that NIST publishes, which refuses what our model refuses, where it is at hand', () => {
    const judge = published();
    if (judge === null) return;
    for (const findings of [[], FINDINGS]) expect(judge(document(findings))).toBe(null);
    for (const [name, change] of REFUSED)
      expect([name, judge(changed(document(FINDINGS), change))]).toEqual([name, expect.any(String)]);
  });

  it('are checked by a model that takes nothing that the schema of NIST refuses, where it is at hand', () => {
    const judge = published();
    if (judge === null) return;
    const known = document(FINDINGS);
    const count = places(known as Json).length;
    let taken = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: count - 1 }),
        fc.constantFrom('replace', 'remove', 'add'),
        JUNK,
        (at, how, junk) => {
          const copy = structuredClone(known) as Json;
          const [hold, key] = places(copy)[at]!;
          if (how === 'replace') Object.assign(hold, { [key]: junk });
          else if (how === 'remove') Reflect.deleteProperty(hold, key);
          else Object.assign(hold, { [typeof junk === 'string' ? junk : 'other']: junk });
          if (!oscalAssessmentResults.safeParse(copy).success) return;
          taken += 1;
          expect({ copy, fault: judge(copy) }).toEqual({ copy, fault: null });
        },
      ),
      { numRuns: 5000, seed: 24 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  it.runIf(existsSync(EXAMPLE))('are checked by a model that takes the example of NIST', () => {
    const example: unknown = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
    expect(oscalAssessmentResults.safeParse(example).error?.issues ?? []).toEqual([]);
    expect(published()?.(example) ?? null).toBe(null);
  });
});
