import { quoteLiteral, type Session } from '#engine/store/index.ts';
import { countedPart, latest, type Trend, type TrendPoint } from './trend.ts';

/** The last snapshot of each month up to the moment, in the connection's zone. */
const SNAPSHOTS = `
  SELECT max(as_of) AS moment FROM grants WHERE as_of <= $as_of::TIMESTAMPTZ
  GROUP BY date_trunc('month', as_of) ORDER BY moment`;

/** Accounts that may be one person's, each once, with the person whom they lead to. */
const held = (at: string): string =>
  `SELECT system, lower(account_id) AS account, max(identity_id) AS identity_id FROM actual_grants(${at}) WHERE line IN ('person', 'unresolved') GROUP BY system, lower(account_id)`;

const withoutPerson = (at: string): string =>
  `SELECT system, account FROM (${held(at)}) WHERE identity_id IS NULL OR identity_id NOT IN (SELECT identity_id FROM people()) ORDER BY system, account`;

const employed = (at: string): string =>
  `SELECT identity_id, email, display_name FROM people_at(${at}) WHERE employed`;

const withoutAccount = (at: string): string =>
  `${employed(at)} AND identity_id NOT IN (SELECT identity_id FROM (${held(at)}) WHERE identity_id IS NOT NULL) ORDER BY identity_id`;

/** Accounts without a person and employed people without an account, as of each snapshot: what each side knows of the other. */
export async function completenessTrend(session: Session, asOf: string): Promise<Trend> {
  const nothing = (lacking: 'people' | 'snapshots'): Trend => ({ points: [], earlier: 0, lacking });
  if (Number(await session.value('SELECT count(*) FROM people()')) === 0) return nothing('people');
  const { shown, earlier } = latest(await session.rows(SNAPSHOTS, { as_of: asOf }));
  if (shown.length === 0) return nothing('snapshots');
  const points: TrendPoint[] = [];
  for (const row of shown) {
    const name = String(row['moment']);
    const at = `${quoteLiteral(name)}::TIMESTAMPTZ`;
    const accounts = Number(await session.value(`SELECT count(*) FROM (${held(at)})`));
    const people = Number(await session.value(`SELECT count(*) FROM (${employed(at)})`));
    points.push({
      kind: 'snapshot',
      name,
      at: null,
      procedures: null,
      parts: [
        await countedPart(session, 'without_person', accounts, withoutPerson(at)),
        await countedPart(session, 'without_account', people, withoutAccount(at)),
      ],
    });
  }
  return { points, earlier, lacking: null };
}
