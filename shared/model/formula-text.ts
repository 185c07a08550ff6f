/** What a spreadsheet would take for a formula (OWASP, CSV injection), in narrow and full-width form. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The text with an apostrophe before it, where it would be taken for a formula: it stays readable and computes nothing. */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text without the apostrophe that `safeText` put before it. */
export function plainText(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}
