import { wordFor } from '#engine/intake/kit.ts';
import { byRow, person } from '#engine/intake/text/by-row.ts';

const DECISIONS: Readonly<Record<string, string>> = {
  requested: 'pending',
  'not requested': 'pending',
  'not yet requested': 'pending',
  not_required: 'not required',
  'no longer required': 'not required',
};

/** One approver of one request. */
export const extract = byRow(({ text, moment }) => {
  const state = text('state.display_value', 'state')?.toLowerCase() ?? null;
  const value = {
    request_id: text(
      'sysapproval.number',
      'sysapproval.display_value',
      'sysapproval',
      'document_id.display_value',
      'document_id',
    ),
    approver_email: person(text, 'approver'),
    decided_at: moment('sys_updated_on'),
    decision: state === null ? null : wordFor(DECISIONS, state),
    reason: text('comments'),
  };
  return [{ of: 'approval', value }];
});
