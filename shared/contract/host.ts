import type { Answer, Contract } from './envelope.ts';

/** A path that the host lets the window use, without the window knowing it. Stands in for the path in parameters. */
export interface PathGrant {
  token: string;
  /** What the user may see: the name, or the path where the host shows paths. */
  label: string;
}

export type ChoosePurpose =
  | 'engagement-new'
  | 'engagement-open'
  | 'import-files'
  | 'import-folder'
  | 'replacing-file'
  | 'requested-list'
  | 'mapping-file'
  | 'control-matrix'
  | 'attach-files'
  | 'review-workbook'
  | 'review-workbooks'
  | 'anchor'
  | 'trust'
  | 'secret'
  | 'key-file'
  | 'time-response'
  | 'trail-keys'
  | 'address-database'
  | 'package-open'
  | 'package-save'
  | 'export-save';

/** The purposes that take several files at once; all others take one. */
export const TAKE_SEVERAL: ReadonlySet<ChoosePurpose> = new Set([
  'import-files',
  'attach-files',
  'review-workbooks',
]);

export interface HostInfo {
  kind: 'desktop' | 'loopback';
  /** Whether the host can show a native dialog. Where not, the window uploads files and picks from `recent`. */
  dialogs: boolean;
  version: string;
  /** Where new engagements are put by default, for display. */
  workspace: string;
  passphrases: PassphraseKeeping;
}

/**
 * Whether this host remembers passphrases that the user wants remembered: sealed by the operating system for this user;
 * not, since the system offers no safe place on this computer; or never.
 */
export type PassphraseKeeping = 'sealed' | 'no-safe-place' | 'never';

/** A key whose passphrase is remembered. The token stands for it in parameters, for that key alone, while the host runs. */
export interface RememberedPassphrase {
  key: string;
  token: string;
}

/** Items of the host's own menu that are carried out in the window. */
export const MENU_COMMANDS = ['open', 'verify', 'close', 'palette', 'shortcuts', 'about'] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];

/** What comes to the window from outside of it: a file that the program was started or asked to open, or an item of its menu. */
export type Handed =
  | { kind: 'engagement'; grant: PathGrant }
  | { kind: 'package'; grant: PathGrant }
  | { kind: 'command'; command: MenuCommand };

/** What the window asks of its host rather than of the engine. */
export interface HostApi {
  info(): Promise<Answer<HostInfo>>;
  recent(): Promise<Answer<(PathGrant & { client: string; period: string })[]>>;
  /** How this user left windows before: texts by name, whatever the address of the window was. */
  kept(): Promise<Answer<Record<string, string>>>;
  /** Keeps a text for the next window; null forgets it. */
  keep(name: string, text: string | null): Promise<Answer<null>>;
  /** The passphrases themselves never come back to the window. */
  remembered(): Promise<Answer<RememberedPassphrase[]>>;
  /** For a key that is there; only where `passphrases` is `sealed`. */
  remember(key: string, passphrase: string): Promise<Answer<null>>;
  forget(key: string): Promise<Answer<null>>;
  /** null = the user dismissed it. Loopback answers for `*-new` and `*-save` only (a place in its workspace). */
  choose(purpose: ChoosePurpose, suggestedName?: string): Promise<Answer<PathGrant[] | null>>;
  /** Takes in dropped or picked files: paths on the desktop, uploads on loopback. */
  adopt(files: readonly unknown[]): Promise<Answer<PathGrant[]>>;
  /** Calls back with what is handed to the window, what waited for it first; a host without menu and files hands nothing. */
  onHanded(listener: (item: Handed) => void): () => void;
  /** Shows a written file to the user: folder on the desktop, download on loopback. */
  reveal(token: string): Promise<Answer<null>>;
}

/** What the renderer's client talks to, whatever the host. */
export interface HostConnection extends Contract {
  host: HostApi;
}
