const MOMENT = /"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d+)?([+-]\d{2}(?::\d{2})?)"/g;

/** DuckDB writes moments in JSON as `2024-11-24 00:00:00-05`; findings carry ISO 8601 in UTC. A moment that cannot be stays. */
export function isoMoments(json: string): string {
  return json.replace(
    MOMENT,
    (text, day: string, time: string, fraction: string | undefined, offset: string) => {
      const instant = new Date(`${day}T${time}${offset.includes(':') ? offset : `${offset}:00`}`);
      return Number.isNaN(instant.getTime())
        ? text
        : `"${instant.toISOString().slice(0, 19)}${fraction ?? ''}Z"`;
    },
  );
}

/**
 * The same as SQL over JSON, which stays as it is where it holds no moment: the database takes text for JSON only after
 * reading it once more.
 */
export function isoMomentsSql(json: string): string {
  const text = `(${json})::VARCHAR`;
  const pattern = `'${MOMENT.source}'`;
  // In every moment, and found in a thirtieth of the time: a pattern that begins with one certain character is looked for by it.
  const likely = `regexp_matches(${text}, ' \\d\\d:\\d\\d:')`;
  const utc = `try_cast(regexp_replace(m[2:-2], '\\.\\d+', '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC'`;
  const iso = `'"' || replace((${utc})::VARCHAR, ' ', 'T') || regexp_extract(m, '\\.\\d+') || 'Z"'`;
  return `CASE WHEN ${likely} THEN list_reduce(
    list_distinct(regexp_extract_all(${text}, ${pattern})), lambda t, m : replace(t, m, coalesce(${iso}, m)), ${text})::JSON ELSE ${json} END`;
}
