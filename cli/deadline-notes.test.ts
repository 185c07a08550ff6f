import { expect, test } from 'vitest';
import { deadlineNotes } from './deadline-notes.ts';

const locked = {
  at: '2025-02-18T10:00:00Z',
  by: 'ana',
  package_id: 'EV-1',
  tag_manifest_sha256: '0',
  preparer: 'a',
  reviewer: 'r',
};
type Deadline = Parameters<typeof deadlineNotes>[0]['deadlines'][number];
const assembly = (state: Deadline['state'], days_left: number): Deadline => ({
  what: 'assembly',
  due: '2025-02-18',
  days_left,
  state,
});

test.each<[Deadline, string[]]>([
  [assembly('open', 15), []],
  [assembly('near', 14), ['! The file is to be closed by 2025-02-18: 14 days left']],
  [assembly('near', 1), ['! The file is to be closed by 2025-02-18: 1 day left']],
  [assembly('overdue', -2), ['! The file was to be closed by 2025-02-18: overdue by 2 days']],
  [
    { ...assembly('near', 10), what: 'retention' },
    ['! The file is to be kept until 2025-02-18: 10 days left'],
  ],
])('%o is worth a note or not', (deadline, notes) => {
  expect(deadlineNotes({ locked: null, deadlines: [deadline] })).toEqual(notes);
});

test('what was signed off, in time or too late, is no longer to be closed', () => {
  expect(deadlineNotes({ locked, deadlines: [assembly('met', 3)] })).toEqual([]);
  expect(deadlineNotes({ locked, deadlines: [assembly('overdue', -3)] })).toEqual([]);
});
