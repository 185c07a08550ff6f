import { byRow } from '#engine/intake/text/by-row.ts';

/** A line of AGR_USERS is one grant. */
export const extract = byRow(({ text, moment }) => {
  const end = moment('TO_DAT');
  const through =
    text('COL_FLAG') === 'X' ? 'composite role' : text('ORG_FLAG') === 'X' ? 'organisational unit' : 'direct';
  const value = {
    account_id: text('UNAME'),
    resource: text('AGR_NAME'),
    via: through,
    granted_at: moment('FROM_DAT'),
    expires_at: end?.startsWith('9999') ? null : end,
    details: text('EXCLUDE') === null ? null : { exclude: text('EXCLUDE') },
  };
  return [{ of: 'grant', value }];
});
