import { byRow } from '#engine/intake/text/by-row.ts';

const POWERFUL =
  /^S_(?:USER_\w+|DEVELOP|TABU_(?:DIS|NAM|CLI)|ADMI_FCD|RFC|TCODE|PROGRAM|BTCH_ADM|CTS_ADMI|LOG_COM|RZL_ADM)$/;

/** A line of AGR_1251 is one value of one field of an authorization object. */
export const extract = byRow(({ text }) => {
  if (text('DELETED') === 'X') return [];
  const [object, field, low, high] = [text('OBJECT'), text('FIELD'), text('LOW'), text('HIGH')];
  if (object === null || field === null) return 'the line names no object and field';
  const values = high === null ? (low ?? "''") : `${low ?? "''"} to ${high}`;
  const value = {
    resource: text('AGR_NAME'),
    permission: `${object} ${field} = ${values}`,
    privileged: POWERFUL.test(object) && low === '*',
  };
  return [{ of: 'value', value }];
});
