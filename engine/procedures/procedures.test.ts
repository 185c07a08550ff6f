import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { listProcedures } from '#engine/runner/index.ts';
import { loadCase } from './case-file.ts';
import { runCase } from './case-run.ts';
import { sideBySide } from './case-shown.ts';

const HERE = fileURLToPath(new URL('./', import.meta.url));

describe.each(listProcedures().map((procedure) => [procedure.meta.id] as const))('%s', (id) => {
  const folder = `${HERE}${id.replace('.', '/')}/cases/`;
  const cases = readdirSync(folder).sort();

  test('has the four kinds of cases', () => {
    expect(cases).toEqual(expect.arrayContaining(['boundary', 'clean', 'exception', 'no-data']));
  });

  test.each(cases)('%s', async (name) => {
    const { input, expected } = loadCase(folder + name);
    const { actual, expected: stated } = sideBySide(
      await runCase(id, input, expected.passes !== undefined),
      expected,
    );
    expect(actual).toEqual(stated);
  });
});
