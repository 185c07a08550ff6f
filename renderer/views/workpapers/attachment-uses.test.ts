import { expect, it } from 'vitest';
import type { ControlView } from '#shared/contract/control-schemas.ts';
import { usesOf } from './attachment-uses.ts';

it('names each sample and control that rests on a file once', () => {
  const evidence = { test: 'seen', note: null, by: 'ana', at: '2025-01-01T00:00:00Z' };
  const control: ControlView = {
    control: { id: 'AC-1', title: 'Approval' },
    design: { result: 'suitable', attachments: ['f1'], ...evidence },
    operation: { result: 'operated', samples: ['S1'], attachments: ['f1', 'f2'], ...evidence },
    conclusion: null,
    grids: [],
  };
  const rows = [
    ['S1', 'T-1', JSON.stringify({ attachments: ['f1'] })],
    ['S1', 'T-2', JSON.stringify({ attachments: ['f1'] })],
    ['S2', 'T-1', 'no JSON'],
  ];
  const uses = usesOf(rows, [control]);
  expect([...uses].map(([file, of]) => [file, of.map(({ name }) => name)])).toEqual([
    ['f1', ['AC-1', 'S1']],
    ['f2', ['AC-1']],
  ]);
});
