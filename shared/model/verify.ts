import type { VerifyLayer } from './vocabulary.ts';

/** One check of an evidence package. `ok: null` = could not be decided (no trust anchor given, no time token). */
export interface VerifyCheck {
  layer: VerifyLayer;
  name: string;
  ok: boolean | null;
  detail: string;
}

export interface VerifyReport {
  verdict: 'valid' | 'invalid';
  checks: VerifyCheck[];
}
