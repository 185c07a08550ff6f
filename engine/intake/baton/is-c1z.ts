/** Whether a file begins as the sync files of baton do, in this form or a later one. */
export function isC1z(start: Uint8Array): boolean {
  return (
    start[0] === 0x43 &&
    start[1] === 0x31 &&
    start[2] === 0x5a &&
    /[A-Z0-9]/.test(String.fromCharCode(start[3] ?? 0)) &&
    start[4] === 0
  );
}
