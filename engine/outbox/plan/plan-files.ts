import { csv } from '#engine/render/cells.ts';
import { buildWorkbook, type CellValue } from '#engine/render/workbook.ts';
import type { OutFile } from '../write-out.ts';
import type { ActionView } from './action-status.ts';

/** Names of the table and of the check list. */
export const PLAN_FILES = ['remediation-plan.csv', 'remediation-plan.xlsx'] as const;

const COLUMNS = [
  ['action_id', 18],
  ['action', 10],
  ['state', 12],
  ['closed_on', 12],
  ['shown_by', 40],
  ['due_on', 12],
  ['severity', 10],
  ['owner', 28],
  ['holder', 32],
  ['system', 14],
  ['account_id', 28],
  ['resource', 32],
  ['permission', 16],
  ['new_permission', 18],
  ['reason', 60],
  ['cause', 30],
  ['planned_on', 12],
  ['plan_id', 18],
  ['rule', 24],
] as const satisfies readonly (readonly [keyof ActionView, number])[];

const STATE_WORDS: Readonly<Record<string, string>> = {
  open: 'open',
  overdue: 'overdue',
  closed: 'closed by what came later',
  cannot_tell: 'cannot be told: nothing later shows it',
};

/** How each kind of action is carried out, as a check list. */
const STEPS: readonly (readonly [string, string])[] = [
  ['revoke', 'Take the permission away where it is given: directly, or by leaving the group that gives it'],
  ['revoke', 'Have a snapshot taken afterwards, and import it'],
  ['modify', 'Give the permission that policy or the reviewer names, then take the old one away'],
  ['modify', 'Have a snapshot taken afterwards, and import it'],
  [
    'separate',
    'Choose the side of the rule that the person keeps, and take the other away wherever it is given',
  ],
  ['separate', 'Have a snapshot taken afterwards, and import it; accepting the conflict closes nothing here'],
  [
    'disable',
    'Warn the holder; disable after seven days without an answer (at once where the person has left)',
  ],
  ['disable', 'Have a list of accounts or a snapshot taken afterwards, and import it'],
  ['rotate', 'End all sessions'],
  ['rotate', 'Revoke keys and tokens'],
  ['rotate', 'Set a new password or secret'],
  ['rotate', 'Require a second factor where a person signs in'],
  ['rotate', 'Tell the holder'],
  ['rotate', 'Have a list with the day of rotation made afterwards, and import it'],
];

/** The plan as a table and as a check list. What is written into the check list closes nothing. */
export async function planFiles(actions: readonly ActionView[], as_of: string): Promise<OutFile[]> {
  const table = csv(
    COLUMNS.map(([name]) => name),
    actions.map((action) => COLUMNS.map(([name]) => action[name])),
  );
  const rows = actions.map((action): CellValue[] => [
    ...COLUMNS.map(([name]): CellValue => {
      const value = action[name];
      return name === 'state' ? (STATE_WORDS[action.state] ?? action.state) : (value as CellValue);
    }),
    null,
    null,
  ]);
  const workbook = await buildWorkbook([
    {
      name: 'Remediation',
      columns: [
        ...COLUMNS.map(([header, width]) => ({
          header: header.replaceAll('_', ' '),
          width,
          ...(header === 'reason' || header === 'shown_by' ? { wrap: true } : {}),
        })),
        { header: 'ticket', width: 16, open: true },
        { header: 'note', width: 40, open: true, wrap: true },
      ],
      rows,
    },
    {
      name: 'Steps',
      columns: [
        { header: 'action', width: 12 },
        { header: 'step', width: 90, wrap: true },
      ],
      rows: STEPS.map((step) => [...step]),
    },
    {
      name: 'How it closes',
      columns: [{ header: 'How it closes', width: 120, wrap: true }],
      rows: [
        [`States as of ${as_of}.`],
        [
          'An action is closed when a snapshot or list that was made after the plan shows it done. Tickets and notes close nothing.',
        ],
        ['Access that comes back is open again. Where nothing was imported after the plan, nobody can tell.'],
      ],
    },
  ]);
  return [
    { name: PLAN_FILES[0], bytes: Buffer.from(table) },
    { name: PLAN_FILES[1], bytes: workbook },
  ];
}
