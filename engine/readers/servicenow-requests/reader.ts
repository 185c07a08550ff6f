import { wordFor } from '#engine/intake/kit.ts';
import { byRow, person } from '#engine/intake/text/by-row.ts';

const STATES: Readonly<Record<string, string>> = {
  approved: 'approved',
  requested: 'pending',
  'not requested': 'pending',
  'not yet requested': 'pending',
  rejected: 'rejected',
  'closed complete': 'approved',
  'closed incomplete': 'rejected',
  'closed skipped': 'rejected',
  open: 'pending',
  pending: 'pending',
  'work in progress': 'pending',
};

/** An item or request of the catalogue. */
export const extract = byRow(({ text, moment }) => {
  const id = text('number');
  if (id === null) return 'the line has no number';
  const state = text('approval.display_value', 'approval') ?? text('state.display_value', 'state');
  const value = {
    request_id: id,
    requester_email: person(text, 'opened_by') ?? person(text, 'requested_by') ?? text('sys_created_by'),
    user_email: person(text, 'requested_for'),
    system: text(
      'u_system',
      'business_service.display_value',
      'business_service',
      'cmdb_ci.display_value',
      'cmdb_ci',
    ),
    resource: text('u_resource', 'cat_item.display_value', 'cat_item'),
    permission: text('u_permission', 'u_role', 'u_access_level'),
    justification: text('u_justification', 'special_instructions', 'description', 'short_description'),
    status: state === null ? null : wordFor(STATES, state.toLowerCase()),
    requested_at: moment('opened_at', 'sys_created_on'),
    granted_at: moment('u_granted_at', 'closed_at'),
  };
  return [{ of: 'request', value }];
});
