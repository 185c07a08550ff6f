const FORBIDDEN = /[\p{Control}\\%]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
const DRIVE = /^[A-Za-z]:/;

/**
 * Why a path inside a package is refused, or null when it is fine. Paths use `/`, are relative, NFC and carry
 * no `%`, CR, LF or backslash: RFC 8493 section 2.1.3 percent-encodes those and `sha256sum -c` does not
 * decode them, so a package never holds one.
 */
export function pathProblem(path: string): string | null {
  if (path === '') return 'the name is empty';
  if (path.startsWith('/')) return 'the path is absolute';
  if (DRIVE.test(path)) return 'the path names a drive';
  if (path.includes('\\')) return 'the name holds a backslash';
  if (FORBIDDEN.test(path)) return 'the name holds a control character or %';
  if (LONE_SURROGATE.test(path) || path !== path.normalize('NFC')) return 'the name is not in Unicode NFC';
  const segments = path.split('/');
  if (segments.includes('..')) return 'the path climbs out of the package';
  if (segments.includes('.') || segments.includes('')) return 'the path holds an empty or "." segment';
  return null;
}

/** The key under which two names are one file on Windows or macOS. */
export function collisionKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/**
 * Every way in which a set of file paths cannot be laid out in one folder tree: equal names, names that differ
 * in case only, a file where another path needs a folder.
 */
export function collisions(paths: readonly string[]): string[] {
  const problems: string[] = [];
  const byKey = new Map<string, string>();
  for (const path of paths) {
    const key = collisionKey(path);
    const other = byKey.get(key);
    if (other === path) problems.push(`${path}: present more than once`);
    else if (other !== undefined) problems.push(`${path} and ${other}: names differ in case only`);
    else byKey.set(key, path);
  }
  const folders = new Set<string>();
  for (const key of byKey.keys()) {
    for (let i = key.indexOf('/'); i !== -1; i = key.indexOf('/', i + 1)) folders.add(key.slice(0, i));
  }
  for (const [key, path] of byKey) {
    if (folders.has(key)) problems.push(`${path}: is a file and a folder at once`);
  }
  return problems;
}

/** Byte order of the UTF-8 forms, the order of `LC_ALL=C sort`: by code point, not by UTF-16 unit. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}
