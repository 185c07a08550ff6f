import { expect, test } from 'vitest';
import { fileName } from './save-picture.ts';

test('a picture is saved under a name that every file system takes', () => {
  expect(fileName('Access path: ana@company.com → aws:Prod/Zürich')).toBe(
    'access-path-ana-company-com-aws-prod-zu-rich',
  );
  expect(fileName('λ')).toBe('picture');
});
