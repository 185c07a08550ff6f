import type { TextHead } from '../kit.ts';

/**
 * Tables as database clients print them for people: psql (aligned, and \x), mysql (in boxes, and \G), sqlcmd and SQL*Plus
 * (a line of dashes under the headings). They are made into tables like any other, so that the readers of those take them.
 */

export const PSQL_RULE = /^-+(?:\+-+)*\s*$/;
export const BOX_RULE = /^\+-+(?:\+-+)*\+$/;
export const SAP_RULE = /^-{5,}$/;
export const DASHES = /^-{2,}(?: +-{2,})*\s*$/;
export const COUNT =
  /^\(\d+ (?:rows?|records?)(?: affected)?\)$|^\d+ rows? in set|^\d+ rows selected|^Empty set/i;
const PROMPT = /^(?:\S*[=-][#>] |mysql> |MariaDB \[[^\]]*\]> |SQL> |\d+> )/;
const TITLE = /^\s{3,}[A-Z][\w ".]*$/;
export const EXPANDED = /^-\[ RECORD \d+ \][-+]*$/;
export const VERTICAL = /^\*{10,} \d+\. row \*{10,}$/;

/** Whose print it is. */
export type Form = 'psql' | 'box' | 'sap' | 'dashes' | 'expanded' | 'vertical';

function isNoise(line: string): boolean {
  return line.trim() === '' || COUNT.test(line.trim()) || PROMPT.test(line) || TITLE.test(line);
}

/** Which client printed a text, if one did and nothing else is in it. */
export function printedForm(head: TextHead): Form | null {
  const lines = head.lines.slice(0, 200);
  if (
    lines.some((line) => EXPANDED.test(line)) &&
    lines.every((line) => EXPANDED.test(line) || / \| |\|$/.test(line) || isNoise(line))
  )
    return 'expanded';
  if (
    lines.some((line) => VERTICAL.test(line)) &&
    lines.every((line) => VERTICAL.test(line) || /^\s*[\w ]+: ?/.test(line) || isNoise(line))
  )
    return 'vertical';
  if (
    lines.filter((line) => BOX_RULE.test(line)).length >= 2 &&
    lines.every((line) => BOX_RULE.test(line) || /^\|.*\|$/.test(line) || isNoise(line))
  )
    return 'box';
  const framed = lines.filter((line) => /^\|.*\|$/.test(line.trimEnd()));
  const sapRule = lines.findIndex((line) => SAP_RULE.test(line.trimEnd()));
  if (
    sapRule >= 0 &&
    sapRule < 10 &&
    framed.length >= 2 &&
    lines
      .slice(sapRule)
      .every((line) => SAP_RULE.test(line.trimEnd()) || line.startsWith('|') || isNoise(line))
  )
    return 'sap';
  const rule = lines.findIndex((line, i) => i > 0 && PSQL_RULE.test(line) && line.includes('+'));
  if (rule > 0 && lines[rule - 1]!.split('|').length === lines[rule]!.split('+').length) {
    const ok = lines.every(
      (line, i) => i === rule || line.includes('|') || PSQL_RULE.test(line) || isNoise(line),
    );
    return ok ? 'psql' : null;
  }
  const dashes = lines.findIndex((line, i) => i > 0 && DASHES.test(line) && line.trim().includes(' '));
  if (dashes > 0 && dashes <= 3 && lines.slice(0, dashes - 1).every(isNoise)) return 'dashes';
  return null;
}
