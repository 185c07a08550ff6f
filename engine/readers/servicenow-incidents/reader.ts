import type { JsonObject } from '#engine/intake/kit.ts';
import { byRow, person } from '#engine/intake/text/by-row.ts';

/** An incident. */
export const extract = byRow(({ text, moment }) => {
  const id = text('number');
  if (id === null) return 'the line has no number';
  const details: JsonObject = {};
  const resolved = moment('resolved_at', 'closed_at');
  const named = {
    category: text('category.display_value', 'category'),
    assigned_to: person(text, 'assigned_to') ?? text('assignment_group.display_value', 'assignment_group'),
    resolved_at: resolved,
  };
  for (const [key, value] of Object.entries(named)) if (value !== null) details[key] = value;
  const value: JsonObject = {
    finding_id: id,
    resource: text('cmdb_ci.display_value', 'cmdb_ci', 'business_service.display_value', 'business_service'),
    principal: person(text, 'caller_id'),
    title: text('short_description'),
    severity: text('severity.display_value', 'severity', 'priority.display_value', 'priority'),
    status: text('state.display_value', 'state', 'incident_state')?.toLowerCase() ?? null,
    found_at: moment('opened_at', 'sys_created_on'),
    details: Object.keys(details).length === 0 ? null : details,
  };
  return [{ of: 'incident', value }];
});
