import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod/mini';
import { sourceStatement } from '#shared/contract/intake-schemas.ts';
import { type DrawnSample, drawnSample } from '#shared/contract/sampling-schemas.ts';
import { period, receiptView, scalar } from '#shared/contract/schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { OwnText } from '#engine/runner/index.ts';
import { openSource } from '../format/byte-source.ts';
import { openPackage, type OpenedPackage } from '../format/open-package.ts';
import { REDACTION_PATH } from '../format/redaction/redacted.ts';
import { readEntry } from '../format/zip-read.ts';

const parametersSchema = z.looseObject({
  client: z.string(),
  kind: z.enum(['internal', 'external']),
  period,
  as_of: z.string(),
  timezone: z.string(),
  parameters: z.record(z.string(), scalar),
  canonical_sha256: z.string(),
  /** Profiles written for the engagement; packages of older builds have none. */
  chain_profiles: z._default(z.array(z.object({ name: z.string(), yaml: z.string() })), []),
});

const sourcesSchema = z.looseObject({
  sources: z.array(
    z.looseObject({
      position: z.number(),
      source_id: z.string(),
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      name: z.string().check(z.regex(/^[^/\\]+$/)),
      reader: z.nullable(z.string()),
      included: z.boolean(),
    }),
  ),
});

const runSchema = z.looseObject({
  procedure: z.string(),
  version: z.number(),
  digest: z.string(),
  params: z.record(z.string(), scalar),
  status: z.string(),
  population: z.nullable(z.number()),
  exceptions: z.nullable(z.number()),
});
const runsSchema = z.looseObject({ runs: z.array(runSchema) });

const findingSchema = z.looseObject({ id: z.string(), procedure: z.string(), summary: z.string() });
const findingsSchema = z.looseObject({ findings: z.array(findingSchema) });

const receiptSchema = z.looseObject({ ...receiptView.shape, sheet: z.optional(z.unknown()) });

const mappingsSchema = z.looseObject({
  mappings: z.array(z.looseObject({ sha256: z.string(), yaml: z.string() })),
});
const statementsSchema = z.looseObject({
  statements: z.array(z.looseObject({ source_id: z.string(), statement: sourceStatement })),
});

const identitiesSchema = z.looseObject({
  decisions: z.array(
    z.object({
      system: z.string(),
      account_id: z.string(),
      identity_id: z.string(),
      decision: z.enum(['same', 'different']),
      note: z.nullable(z.string()),
    }),
  ),
});

/** Ids that name a folder of the package: nothing else of the path is taken from it. */
const OWN_FOLDER = /^own\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const samplesSchema = z.looseObject({ samples: z.array(z.looseObject({ sample: drawnSample })) });

export interface OwnRecorded {
  id: string;
  /** null: its files are no text. */
  text: OwnText | null;
}

/** What a package recorded, as far as re-performing needs it. */
export interface RecordedWork {
  parameters: z.infer<typeof parametersSchema>;
  sources: z.infer<typeof sourcesSchema>['sources'];
  runs: z.infer<typeof runSchema>[];
  findings: z.infer<typeof findingSchema>[];
  receipts: Map<string, z.infer<typeof receiptSchema>>;
  /** Mappings by hand that files were read with. */
  mappings: z.infer<typeof mappingsSchema>['mappings'];
  /** What people stated about sources. */
  statements: z.infer<typeof statementsSchema>['statements'];
  /** Who people said is behind accounts. */
  decisions: z.infer<typeof identitiesSchema>['decisions'];
  /** The auditor's own procedures, as they were written. */
  own: OwnRecorded[];
  /** Samples that were drawn. */
  samples: DrawnSample[];
}

async function document<T>(opened: OpenedPackage, path: string, schema: z.ZodMiniType<T>): Promise<T> {
  const bytes = await opened.readSmall(path);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unusable(`${path} is missing or not JSON`, error);
  }
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw unusable(`${path} does not have the form of this version`, parsed.error);
  return parsed.data;
}

/** Null for what is not UTF-8. */
async function small(opened: OpenedPackage, path: string): Promise<string | null> {
  const bytes = await opened.readSmall(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Texts of the own procedures among the runs. They are data: what they hold is judged before it runs. */
async function ownTexts(opened: OpenedPackage, runs: RecordedWork['runs']): Promise<RecordedWork['own']> {
  const ids = new Set(runs.map(({ procedure }) => procedure).filter((id) => OWN_FOLDER.test(id)));
  const texts: RecordedWork['own'] = [];
  for (const procedure of ids) {
    const folder = `data/procedures/${procedure}`;
    const population = `${folder}/population.sql`;
    const source = await small(opened, `${folder}/procedure.sql`);
    const counted = opened.files.has(population) ? await small(opened, population) : null;
    const readme = await small(opened, `${folder}/README.md`);
    const fine = source !== null && readme !== null && (counted !== null || !opened.files.has(population));
    const text = fine ? { source, population: counted?.replace(/\n$/, '') ?? null, readme } : null;
    texts.push({ id: procedure, text });
  }
  return texts;
}

function unusable(message: string, cause?: unknown): TickmarkError {
  return new TickmarkError('PACKAGE_INVALID', `the package cannot be re-performed: ${message}`, {
    hint: 'Run "tickmark verify" on it to see what does not hold.',
    cause,
  });
}

/** Reads what was recorded and writes the sources into `dir`. Throws PACKAGE_INVALID, DATA_MISSING without sources. */
export async function unpackWork(file: string, dir: string): Promise<RecordedWork> {
  const source = await openSource(file);
  try {
    const opened = await openPackage(source);
    if (opened.files.has(REDACTION_PATH)) throw unusable('a part of it is withheld');
    const { sources } = await document(opened, 'data/sources.json', sourcesSchema);
    const receipts: RecordedWork['receipts'] = new Map();
    for (const item of sources) {
      const path = `data/sources/${item.sha256}/${item.name}`;
      const entry = opened.files.get(path);
      if (!entry) {
        throw new TickmarkError('DATA_MISSING', `the package does not carry the source ${item.name}`, {
          hint: 'It was built without sources: ask for one that includes them.',
        });
      }
      const target = join(dir, item.sha256, item.name);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(Readable.from(readEntry(source, entry)), createWriteStream(target));
      receipts.set(
        item.source_id,
        await document(opened, `data/receipts/${item.source_id}.json`, receiptSchema),
      );
    }
    const { runs } = await document(opened, 'data/runs.json', runsSchema);
    return {
      parameters: await document(opened, 'data/parameters.json', parametersSchema),
      sources: [...sources].sort((a, b) => a.position - b.position),
      runs,
      own: await ownTexts(opened, runs),
      findings: (await document(opened, 'data/findings.json', findingsSchema)).findings,
      receipts,
      mappings: opened.files.has('data/mappings.json')
        ? (await document(opened, 'data/mappings.json', mappingsSchema)).mappings
        : [],
      statements: opened.files.has('data/statements.json')
        ? (await document(opened, 'data/statements.json', statementsSchema)).statements
        : [],
      decisions: opened.files.has('data/identities.json')
        ? (await document(opened, 'data/identities.json', identitiesSchema)).decisions
        : [],
      samples: opened.files.has('data/samples.json')
        ? (await document(opened, 'data/samples.json', samplesSchema)).samples.map(({ sample }) => sample)
        : [],
    };
  } finally {
    await source.close();
  }
}
