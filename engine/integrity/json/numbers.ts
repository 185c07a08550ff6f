/** The forms that canonical writers give to numbers. Both work from the lexeme, never from a parsed document. */

/**
 * ECMAScript number text (RFC 8785 section 3.2.2.3), or null when the number is beyond the range of a double.
 */
export function ecmaScriptNumber(lexeme: string): string | null {
  const value = Number(lexeme);
  if (!Number.isFinite(value)) return null;
  return value === 0 ? '0' : String(value);
}

/** What Python's json module writes for a number that it read from `lexeme`: int(x) unchanged, float(x) through repr. */
export function pythonNumber(lexeme: string): string {
  if (!/[.eE]/.test(lexeme)) return lexeme === '-0' ? '0' : lexeme;
  return pythonFloat(Number(lexeme));
}

/**
 * Python's repr of a float. Both languages print the shortest digits that read back as the same double;
 * Python switches to an exponent below 1e-4 and from 1e16 on, writes at least two exponent digits and keeps `.0`.
 */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa, power] = Math.abs(value).toExponential().split('e') as [string, string];
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
