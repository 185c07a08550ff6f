import { expect, test } from 'vitest';
import { chainName } from './load-file.ts';

test.each([
  ['audit/audit-trail.ndjson', 'audit-trail'],
  ['audit-trail.ndjson.gz', 'audit-trail'],
  ['trail.2024.ndjson', 'trail.2024'],
  ['trail', 'trail'],
  ['.hidden', '.hidden'],
])('the log in %s is named %s', (file, name) => {
  expect(chainName(file)).toBe(name);
});
