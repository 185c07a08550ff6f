import { quoteLiteral } from '#engine/store/index.ts';
import type { Coercion } from '../reader-schema.ts';

/** True for text of ASCII digits alone. Patterns would be compiled anew for every small file. */
function digits(t: string): string {
  return `translate(${t}, '0123456789', '') = ''`;
}

/** SQL of an instant from text: ISO 8601 (bare times and dates in the engagement's zone), epoch seconds or milliseconds. */
function timestamp(t: string): string {
  const epoch = `TRY_CAST(${t} AS BIGINT) * CASE length(${t}) WHEN 10 THEN 1000000 WHEN 13 THEN 1000 END`;
  const wrapped = `TRY_CAST(split_part(split_part(${t}[7:], ')', 1), '+', 1) AS BIGINT) * 1000`;
  // Words such as 'epoch' and 'infinity' are times to DuckDB, hence the look at the first character.
  return `CASE WHEN ascii(${t}) BETWEEN 48 AND 57 THEN
      coalesce(TRY_CAST(${t} AS TIMESTAMPTZ), CASE WHEN ${digits(t)} THEN make_timestamptz(${epoch}) END)
    WHEN starts_with(${t}, '/Date(') THEN make_timestamptz(${wrapped}) END`;
}

/** A whole number, written with or without `.0`. */
function integer(t: string): string {
  const others = `translate(${t}, '+-0123456789', '')`;
  const decimal = `TRY_CAST(${t} AS DECIMAL(18,6))`;
  return `CASE WHEN ${others} = '' THEN TRY_CAST(${t} AS BIGINT)
    WHEN ${others} = '.' AND ${decimal} = trunc(${decimal}) THEN CAST(${decimal} AS BIGINT) END`;
}

/**
 * SQL of the text in the form of ISO 8601, from a date that states the day or the month first and the year with four digits, with or
 * without a clock of 24 or 12 hours. Null where it is neither that nor ISO 8601 already.
 */
function isoText(first: 'day' | 'month', t: string): string {
  const [day, month] = first === 'day' ? ['1', '2'] : ['2', '1'];
  const parts = `'^(\\d{1,2})[./ -](\\d{1,2})[./ -](\\d{4})(?:[ ,T]+(.*))?$'`;
  const named = `'^(\\d{1,2})[./ -]([A-Za-z]{3})[a-z]*[./ -](\\d{4})(?:[ ,T]+(.*))?$'`;
  // A clock without seconds gets them.
  const plain = `regexp_replace(regexp_replace(trim(CASE
      WHEN regexp_matches(${t}, ${parts}) THEN regexp_replace(${t}, ${parts}, '\\3-\\${month}-\\${day} \\4')
      WHEN regexp_matches(${t}, ${named}) THEN regexp_replace(${t}, ${named}, '\\3-\\2-\\1 \\4') END),
    '^(\\S+ \\d{1,2}:\\d{2})(\\D*)$', '\\1:00\\2'), '([0-9]) ?([AaPp][Mm])$', '\\1 \\2')`;
  const days = ['%Y-%m-%d', '%Y-%b-%d'];
  const forms = days.flatMap((day) => [day, `${day} %H:%M:%S`, `${day} %I:%M:%S %p`]);
  const moment = `TRY_STRPTIME(${plain}, [${forms.map(quoteLiteral).join(', ')}])`;
  return `CASE WHEN regexp_matches(${t}, '^\\d{4}-') THEN ${t}
    WHEN contains(${plain}, ' ') THEN strftime(${moment}, '%Y-%m-%d %H:%M:%S') ELSE strftime(${moment}, '%Y-%m-%d') END`;
}

/** SQL of a number from text with signs between thousands: spaces, apostrophes, and one that is no decimal sign. */
function groupedNumber(thousands: '.' | ',', t: string): string {
  const point = thousands === '.' ? ',' : '.';
  const form = `[-+]?[0-9]{1,3}(?:[\\${thousands} ''\\x{A0}\\x{202F}][0-9]{3})+(?:\\${point}[0-9]+)?|[-+]?[0-9]+(?:\\${point}[0-9]+)?`;
  const plain = `replace(regexp_replace(${t}, '[\\${thousands} ''\\x{A0}\\x{202F}]', '', 'g'), ',', '.')`;
  return `CASE WHEN regexp_full_match(${t}, '${form}') THEN TRY_CAST(${plain} AS DECIMAL(18,6)) END`;
}

function list(t: string): string {
  const braces = `CASE WHEN starts_with(${t}, '{') AND ends_with(${t}, '}') THEN ${t}[2:-2] ELSE ${t} END`;
  const split = `CASE WHEN contains(${t}, ';') THEN str_split(${braces}, ';') ELSE str_split(${braces}, ',') END`;
  return `CASE WHEN json_valid(${t}) AND starts_with(${t}, '[') THEN from_json(${t}, '["VARCHAR"]')
    ELSE list_filter(list_transform(${split}, lambda s: trim(trim(s), '"')), lambda s: s <> '') END`;
}

/** Four octal digits from `0644`, `100644`, `-rw-r--r--` or `drwxrwxrwt`. */
function mode(t: string): string {
  const letters = `right(${t}, 9)`;
  const digit = (from: number, execute: string) =>
    `((${letters}[${from}] = 'r')::INTEGER * 4 + (${letters}[${from + 1}] = 'w')::INTEGER * 2 + (${letters}[${from + 2}] IN (${execute}))::INTEGER)::VARCHAR`;
  const special = `((${letters}[3] IN ('s','S'))::INTEGER * 4 + (${letters}[6] IN ('s','S'))::INTEGER * 2 + (${letters}[9] IN ('t','T'))::INTEGER)::VARCHAR`;
  return `CASE WHEN regexp_full_match(${t}, '[0-7]{1,6}') THEN right('0000' || ${t}, 4)
    WHEN regexp_full_match(${t}, '[-dlbcps]?[r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-][.+@]?') THEN
      ${special.replaceAll(t, stripMark(t))} || ${digit(1, "'x','s'").replaceAll(t, stripMark(t))} || ${digit(4, "'x','s'").replaceAll(t, stripMark(t))} || ${digit(7, "'x','t'").replaceAll(t, stripMark(t))} END`;
}

/** A mark for further access rules (`.`, `+`, `@`) may follow the letters. */
function stripMark(t: string): string {
  return `rtrim(${t}, '.+@')`;
}

/**
 * Whether `text` is one of some literals. Not with IN: DuckDB turns a list of five and more into a hash join, a plan
 * with a join does not keep the order of rows, and the place of a row is the number of its record.
 */
export function oneOf(text: string, literals: string): string {
  return `list_contains([${literals}], ${text})`;
}

const TRUE = "'true','yes','y','1','t','on','x','enabled'";
const FALSE = "'false','no','n','0','f','off','disabled'";

/** What a value that cannot be understood is said not to be. */
export const MEANINGS: Readonly<Partial<Record<Coercion, string>>> = {
  boolean: 'yes or no',
  integer: 'a whole number',
  decimal: 'a number',
  decimal_comma: 'a number with a decimal comma',
  decimal_grouped: 'a number with a decimal point',
  date: 'a date (YYYY-MM-DD)',
  timestamp: 'a date or time (ISO 8601)',
  day_end: 'a date or time (ISO 8601)',
  day_first: 'a date or time with the day first',
  month_first: 'a date or time with the month first',
  day_first_end: 'a date or time with the day first',
  month_first_end: 'a date or time with the month first',
  list: 'a list',
  json: 'JSON',
  mode: 'a file mode',
  http_result: 'a status code',
};

/** SQL that turns the text `t` (null where there is none) into a coercion's value, null where it cannot. */
export function coerce(as: Coercion, t: string): string {
  switch (as) {
    case 'text':
      return t;
    case 'email':
    case 'lower':
      return `lower(${t})`;
    case 'upper':
      return `upper(${t})`;
    case 'account':
      return `CASE WHEN contains(${t}, '@') THEN lower(${t}) ELSE ${t} END`;
    case 'boolean':
      return `CASE WHEN ${oneOf(`lower(${t})`, TRUE)} THEN true WHEN ${oneOf(`lower(${t})`, FALSE)} THEN false END`;
    case 'integer':
      return integer(t);
    case 'decimal':
      return `CASE WHEN translate(${t}, '+-.eE0123456789', '') = '' THEN TRY_CAST(${t} AS DECIMAL(18,6)) END`;
    case 'decimal_comma':
      return groupedNumber('.', t);
    case 'decimal_grouped':
      return groupedNumber(',', t);
    case 'day_first':
      return coerce('timestamp', `(${isoText('day', t)})`);
    case 'month_first':
      return coerce('timestamp', `(${isoText('month', t)})`);
    case 'day_first_end':
      return coerce('day_end', `(${isoText('day', t)})`);
    case 'month_first_end':
      return coerce('day_end', `(${isoText('month', t)})`);
    case 'date':
      return `CASE WHEN ascii(${t}) NOT BETWEEN 48 AND 57 THEN NULL WHEN length(${t}) <= 10 THEN TRY_CAST(${t} AS DATE) ELSE CAST(TRY_CAST(${t} AS TIMESTAMPTZ) AS DATE) END`;
    case 'timestamp':
      return timestamp(t);
    case 'day_end':
      return `CASE WHEN length(${t}) <= 10 THEN TRY_CAST(TRY_CAST(${t} AS DATE) + INTERVAL 1 DAY AS TIMESTAMPTZ) ELSE ${timestamp(t)} END`;
    case 'date_only':
      return `coalesce(length(${t}) <= 10, false)`;
    case 'list':
      return list(t);
    case 'json':
      return `CASE WHEN json_valid(${t}) THEN ${t} END`;
    case 'mode':
      return mode(t);
    case 'http_result':
      return `CASE WHEN length(${t}) <> 3 OR NOT ${digits(t)} THEN NULL WHEN ${t} = '401' OR ${t} = '403' THEN 'denied' WHEN ${t} BETWEEN '200' AND '399' THEN 'success' ELSE 'error' END`;
    case 'rest':
    case 'attributes':
    case 'chain':
    case 'position':
    case 'taken':
      throw new Error(`${as} is not made from the text of one value`);
  }
}

/** SQL of the translation of words; words that are not listed stay, in lower case. */
export function translate(values: Readonly<Record<string, string>>, t: string): string {
  const cases = Object.entries(values).map(
    ([from, to]) => `WHEN ${quoteLiteral(from.toLowerCase())} THEN ${quoteLiteral(to)}`,
  );
  return `CASE lower(${t}) ${cases.join(' ')} ELSE lower(${t}) END`;
}
