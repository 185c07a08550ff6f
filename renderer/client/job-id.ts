let count = 0;

/** Unique in this window; the host tells windows apart by their session. */
export function newJobId(): string {
  count += 1;
  return `${Date.now().toString(36)}-${count}`;
}
