import { expect, test } from 'vitest';
import { hitCommand, matches, placeCommands } from './commands.ts';

test('all words must be there, in any order and case', () => {
  const command = { id: '', group: '', title: 'Policy coverage', detail: 'Report', run: () => {} };
  expect(matches(command, 'COVER policy')).toBe(true);
  expect(matches(command, 'policy drift')).toBe(false);
  expect(matches(command, '')).toBe(true);
});

test('places come in the order of the rail, reports as the engine lists them', () => {
  const commands = placeCommands([{ id: 'drift', title: 'Drift', about: null }]);
  expect(commands.slice(0, 2).map(({ title, detail }) => [title, detail])).toEqual([
    ['Overview', 'Alt+1'],
    ['Sources', 'Alt+2'],
  ]);
  expect(commands.at(-1)?.id).toBe('report drift');
});

test('a hit keeps its title and says what it is', () => {
  const { group, title } = hitCommand('resource', { id: 'aws:prod', title: 'prod', detail: 'aws' });
  expect([group, title]).toEqual(['Resources', 'prod']);
});
