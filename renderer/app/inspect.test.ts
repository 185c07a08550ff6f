import { expect, it } from 'vitest';
import { type Subject, parseSubject, subjectText } from './inspect.ts';

it('writes what lies open so that it can be read back', () => {
  const subjects: Subject[] = [
    { kind: 'finding', id: 'f1' },
    { kind: 'procedure', id: 'drift.unexpected' },
    { kind: 'chain-record', chain: 'a:b c', index: 12 },
    { kind: 'sample-item', sample: 'S1', key: 'exception|exc_1:2' },
  ];
  for (const subject of subjects) expect(parseSubject(subjectText(subject)!)).toEqual(subject);
  expect(subjectText({ kind: 'row', title: 'Row', values: [] })).toBe(null);
  for (const odd of ['', 'finding:', 'row:1', 'record:x:chain', 'item:S1'])
    expect(parseSubject(odd)).toBe(null);
});
