/** Fields of one delimited record with RFC 4180 quotes; null where a quote is not closed or text follows one. */
export function csvFields(record: string, delimiter = ','): string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (record[at] === '"') {
      let value = '';
      let from = at + 1;
      for (;;) {
        const quote = record.indexOf('"', from);
        if (quote < 0) return null;
        value += record.slice(from, quote);
        from = quote + 1;
        if (record[from] !== '"') break;
        value += '"';
        from += 1;
      }
      fields.push(value);
      if (from >= record.length) return fields;
      if (record[from] !== delimiter) return null;
      at = from + 1;
    } else {
      const next = record.indexOf(delimiter, at);
      fields.push(next < 0 ? record.slice(at) : record.slice(at, next));
      if (next < 0) return fields;
      at = next + 1;
    }
  }
}

/** Whether all quotes of a text are closed. */
export function quotesBalanced(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count % 2 === 0;
}
