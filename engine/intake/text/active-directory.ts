/** Facts of Active Directory that its exports share. */

/** Bits of userAccountControl (MS-ADTS 2.2.16) that an auditor asks about. */
const FLAGS: readonly (readonly [number, string])[] = [
  [0x2, 'disabled'],
  [0x10, 'locked_out'],
  [0x20, 'password_not_required'],
  [0x80, 'reversible_encryption'],
  [0x1_0000, 'password_never_expires'],
  [0x4_0000, 'smartcard_required'],
  [0x8_0000, 'trusted_for_delegation'],
  [0x20_0000, 'des_only'],
  [0x40_0000, 'no_preauthentication'],
  [0x80_0000, 'password_expired'],
  [0x100_0000, 'trusted_to_authenticate'],
];

/** Names of the bits that are set. */
export function controlFlags(value: number): string[] {
  return FLAGS.filter(([bit]) => (value & bit) !== 0).map(([, name]) => name);
}

const PRIVILEGED = new Set([
  'domain admins',
  'enterprise admins',
  'schema admins',
  'administrators',
  'account operators',
  'backup operators',
  'server operators',
  'print operators',
  'group policy creator owners',
  'dnsadmins',
  'key admins',
  'enterprise key admins',
  'domänen-admins',
  'organisations-admins',
  'schema-admins',
  'administratoren',
]);

/** Groups that lead to power over the domain, by their default names. */
export function isPrivilegedGroup(name: string): boolean {
  return PRIVILEGED.has(name.toLowerCase());
}

/** Parts of a distinguished name (RFC 4514), escapes undone. */
function parts(dn: string): { key: string; value: string }[] {
  return dn.split(/(?<!\\),/).map((part) => {
    const at = part.indexOf('=');
    const value = part
      .slice(at + 1)
      .trim()
      .replace(/\\([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return { key: part.slice(0, at).trim().toLowerCase(), value: value.replace(/\\(.)/g, '$1') };
  });
}

/** The name that a distinguished name begins with. */
export function nameOf(dn: string): string {
  return parts(dn)[0]?.value ?? dn;
}

/** `corp.example` from `…,DC=corp,DC=example`; null without such parts. */
export function domainOf(dn: string): string | null {
  const labels = parts(dn)
    .filter((part) => part.key === 'dc')
    .map((part) => part.value);
  return labels.length === 0 ? null : labels.join('.').toLowerCase();
}

/** Groups that accounts belong to without being listed as members: primaryGroupID. */
export const PRIMARY_GROUPS: Readonly<Record<string, string>> = {
  '512': 'Domain Admins',
  '513': 'Domain Users',
  '514': 'Domain Guests',
  '515': 'Domain Computers',
  '516': 'Domain Controllers',
  '518': 'Schema Admins',
  '519': 'Enterprise Admins',
  '521': 'Read-only Domain Controllers',
};

/** A FILETIME that means "never": 0, or the largest number. */
export function isNever(text: string | null): boolean {
  return text === null || /^(?:0|9223372036854775807|-1)?$/.test(text.trim());
}
