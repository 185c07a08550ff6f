import { quoteLiteral, type Session } from '#engine/store/index.ts';
import { comparedText } from '#engine/statistics/index.ts';
import { type IdentityDecision, listDecisions } from './decisions.ts';

export interface IdentityCandidate {
  system: string;
  account_id: string;
  identity_id: string;
  display_name: string | null;
  email: string | null;
  /** 0 to 1, six places: the best Jaro-Winkler similarity of a text of the account and one of the person. */
  score: number;
  /** What was found alike, the strongest first. */
  reasons: string[];
}

export interface IdentityQuestions {
  /** Accounts of people that lead to nobody. */
  unresolved: number;
  total: number;
  candidates: IdentityCandidate[];
  /** Addresses that look like a person's and are not: letters of another script, digits for letters. */
  lookalikes: { system: string; account_id: string; email: string; resembles: string; identity_id: string }[];
  /** Addresses that several people share: by them alone no account is resolved. */
  shared_emails: { email: string; identity_ids: string[] }[];
  /** With the person as the roster names them; null where no roster does any more. */
  decisions: (IdentityDecision & { display_name: string | null; email: string | null })[];
}

/** Letters that are drawn like Latin ones (Unicode TR 39, the part of its table that addresses use), and digits. */
const DRAWN_ALIKE: readonly (readonly [string, string])[] = [
  ['аеорсухіѕјԁһԛԝɡɑοενυκτι', 'aeopcyxisjdhqwgaoevukti'],
  ['01', 'ol'],
];

function skeleton(text: string): string {
  const [from, to] = [0, 1].map((side) => DRAWN_ALIKE.map((pair) => pair[side]).join('')) as [string, string];
  return `replace(replace(translate(strip_accents(lower(${text})), ${quoteLiteral(from)}, ${quoteLiteral(to)}), 'rn', 'm'), 'vv', 'w')`;
}

/** Accounts that may be a person's and lead to nobody; those that only grants name included. */
const UNRESOLVED = `
  SELECT system, account_id, min(email) AS email, min(display_name) AS display_name FROM (
    SELECT system, account_id, email, display_name, identity_id, kind FROM main.accounts
    UNION ALL
    SELECT g.system, g.account_id, NULL, NULL, g.identity_id, NULL FROM main.grants AS g
    WHERE g.identity_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM main.accounts AS a WHERE a.system = g.system AND a.account_id = g.account_id))
  WHERE identity_id IS NULL AND system IS NOT NULL AND account_id IS NOT NULL
    AND coalesce(kind, 'human') NOT IN ('service', 'shared', 'vendor')
  GROUP BY system, account_id`;

const PERSONS = `
  SELECT identity_id, min(display_name) AS display_name, min(email) AS email FROM main.identities
  WHERE identity_id IS NOT NULL GROUP BY identity_id`;

/** Texts of accounts or people that can be compared; of an address, what stands before the @. */
function forms(of: string, keys: string, texts: readonly (readonly [string, string])[]): string {
  const parts = texts.map(
    ([what, text]) =>
      `SELECT ${keys}, '${what}' AS what, ${text} AS text, ${comparedText(`split_part(${text}, '@', 1)`)} AS form FROM (${of})`,
  );
  return `SELECT *, array_to_string(list_sort(str_split(form, ' ')), ' ') AS ordered
          FROM (${parts.join(' UNION ALL ')}) WHERE length(form) >= 3`;
}

async function namedDecisions(session: Session): Promise<IdentityQuestions['decisions']> {
  const people = new Map(
    (await session.rows(`${PERSONS} ORDER BY identity_id`)).map((row) => [String(row['identity_id']), row]),
  );
  return (await listDecisions(session)).map((decision) => {
    const person = people.get(decision.identity_id);
    return {
      ...decision,
      display_name: (person?.['display_name'] ?? null) as string | null,
      email: (person?.['email'] ?? null) as string | null,
    };
  });
}

const BEGINNING = 3;

/**
 * Who the accounts that lead to nobody may belong to, for a person to confirm or refuse. Only texts of which a word
 * begins with the same three characters are compared; a pair that was refused does not come again.
 */
export async function identityCandidates(
  session: Session,
  options: { threshold: number; limit: number },
): Promise<IdentityQuestions> {
  const accounts = forms(UNRESOLVED, 'system, account_id', [
    ['name', 'display_name'],
    ['address', 'email'],
    ['login', 'account_id'],
  ]);
  const persons = forms(PERSONS, 'identity_id', [
    ['name', 'display_name'],
    ['address', 'email'],
  ]);
  const words = (of: string) =>
    `SELECT DISTINCT of.*, left(word, ${BEGINNING}) AS beginning FROM (${of}) AS of, unnest(str_split(form, ' ')) AS words(word)`;
  const scored = `
    SELECT a.system, a.account_id, p.identity_id,
           max(round(greatest(jaro_winkler_similarity(a.form, p.form), jaro_winkler_similarity(a.ordered, p.ordered)), 6)) AS score,
           a.what || ' ' || a.text || ' ~ ' || p.what || ' ' || p.text AS reason
    FROM (${words(accounts)}) AS a JOIN (${words(persons)}) AS p USING (beginning) GROUP BY ALL`;
  const found = `
    SELECT system, account_id, identity_id, max(score) AS score,
           list(reason ORDER BY score DESC, reason) FILTER (score >= $threshold) AS reasons
    FROM (${scored}) AS s
    WHERE NOT EXISTS (SELECT 1 FROM work.identity_decisions AS d
      WHERE d.system = s.system AND d.account_id = s.account_id AND d.identity_id = s.identity_id)
    GROUP BY system, account_id, identity_id HAVING max(score) >= $threshold`;
  const params = { threshold: options.threshold };
  const total = await session.value(`SELECT count(*) FROM (${found})`, params);
  const rows = await session.rows(
    `SELECT f.*, p.display_name, p.email FROM (${found}) AS f JOIN (${PERSONS}) AS p USING (identity_id)
     ORDER BY score DESC, system, account_id, identity_id LIMIT $limit::BIGINT`,
    { ...params, limit: String(options.limit) },
  );
  const lookalikes = await session.rows(
    `SELECT DISTINCT a.system, a.account_id, a.address AS email, p.email AS resembles, p.identity_id
     FROM (SELECT system, account_id, coalesce(email, account_id) AS address FROM main.accounts
           UNION SELECT system, account_id, account_id FROM main.grants) AS a
     JOIN main.identities AS p ON ${skeleton('a.address')} = ${skeleton('p.email')}
     WHERE contains(a.address, '@') AND lower(a.address) <> lower(p.email)
       AND NOT EXISTS (SELECT 1 FROM main.identities AS own WHERE lower(own.email) = lower(a.address))
     ORDER BY a.system, a.account_id, resembles, p.identity_id`,
  );
  const shared = await session.rows(
    `SELECT lower(email) AS address, list(DISTINCT identity_id ORDER BY identity_id) AS people FROM main.identities
     WHERE email IS NOT NULL AND identity_id IS NOT NULL GROUP BY address HAVING count(DISTINCT identity_id) > 1 ORDER BY address`,
  );
  return {
    unresolved: Number(await session.value(`SELECT count(*) FROM (${UNRESOLVED})`)),
    total: Number(total),
    candidates: rows.map((row) => ({
      system: String(row['system']),
      account_id: String(row['account_id']),
      identity_id: String(row['identity_id']),
      display_name: row['display_name'] as string | null,
      email: row['email'] as string | null,
      score: Number(row['score']),
      reasons: row['reasons'] as string[],
    })),
    lookalikes: lookalikes as unknown as IdentityQuestions['lookalikes'],
    shared_emails: shared.map((row) => ({
      email: String(row['address']),
      identity_ids: row['people'] as string[],
    })),
    decisions: await namedDecisions(session),
  };
}
