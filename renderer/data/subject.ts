/** What a finding is about as it reads: the parts of its key apart, `zoom|front-desk` → `zoom · front-desk`. */
export function readSubject(key: string): string {
  return key.split('|').join(' · ');
}
