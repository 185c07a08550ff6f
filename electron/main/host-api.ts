import { basename, isAbsolute, join } from 'node:path';
import {
  type BrowserWindow,
  type OpenDialogOptions,
  type SaveDialogOptions,
  app,
  dialog,
  shell,
} from 'electron';
import { type ChoosePurpose, type HostInfo, type PathGrant, TAKE_SEVERAL } from '#shared/contract/host.ts';
import type { Desk } from '#server/common/desk.ts';
import { KeptSettings } from '#server/common/kept-settings.ts';
import { safeName } from '#server/common/safe-name.ts';
import { TickmarkError } from '#shared/model/errors.ts';

// What carries another ending can be chosen all the same: what a file is shows in its bytes.
const ANY = { name: 'All files', extensions: ['*'] };
const WORKBOOKS = [{ name: 'Workbooks', extensions: ['xlsx'] }, ANY];
const PACKAGES = [{ name: 'Evidence packages', extensions: ['zip', 'evidence'] }, ANY];

interface Opening extends Pick<OpenDialogOptions, 'title' | 'filters'> {
  folder?: true;
}

const OPENING: Readonly<Record<Exclude<ChoosePurpose, keyof typeof SAVING>, Opening>> = {
  'engagement-open': { title: 'Open an engagement', folder: true },
  'import-files': { title: 'Import files' },
  'import-folder': { title: 'Import a folder', folder: true },
  'replacing-file': { title: 'Choose the file that takes its place' },
  'requested-list': { title: 'Choose a list of requested items' },
  'mapping-file': { title: 'Choose a mapping' },
  'control-matrix': { title: 'Choose a control matrix' },
  'attach-files': { title: 'Choose files to attach' },
  'review-workbook': { title: 'Choose a review workbook', filters: WORKBOOKS },
  'review-workbooks': { title: 'Choose review workbooks', filters: WORKBOOKS },
  anchor: { title: 'Choose an anchor file' },
  trust: {
    title: 'Choose a certificate',
    filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }, ANY],
  },
  secret: { title: 'Choose a file with a secret key' },
  'key-file': {
    title: 'Choose a key to import',
    filters: [{ name: 'Keys with certificates', extensions: ['p12', 'pfx'] }, ANY],
  },
  'time-response': {
    title: 'Choose the answer of the time stamping authority',
    filters: [{ name: 'Time stamp answers', extensions: ['tsr'] }, ANY],
  },
  'trail-keys': { title: 'Choose a list of public keys' },
  'address-database': {
    title: 'Choose a database of addresses',
    filters: [{ name: 'Databases of addresses', extensions: ['mmdb'] }, ANY],
  },
  'package-open': { title: 'Open an evidence package', filters: PACKAGES },
};

const SAVING = {
  'engagement-new': { title: 'Make an engagement folder', name: 'Engagement', buttonLabel: 'Make' },
  'package-save': { title: 'Write an evidence package', name: 'evidence.zip', filters: PACKAGES },
  'export-save': { title: 'Export', name: 'export.csv' },
} satisfies Partial<Record<ChoosePurpose, SaveDialogOptions & { name: string }>>;

/** The window's questions to its host, answered with native dialogs. Paths come from these and from drops alone. */
export class DesktopHost {
  readonly #desk: Desk;
  readonly #window: () => BrowserWindow | undefined;
  readonly kept = new KeptSettings(app.getPath('userData'));

  constructor(desk: Desk, window: () => BrowserWindow | undefined) {
    this.#desk = desk;
    this.#window = window;
  }

  async info(): Promise<HostInfo> {
    const version = await this.#desk.version();
    const passphrases = this.#desk.passphrases.keeping();
    return { kind: 'desktop', dialogs: true, version, workspace: app.getPath('documents'), passphrases };
  }

  /** null: the user dismissed the dialog. Throws BAD_ARGUMENT for a purpose that is none. */
  async choose(purpose: unknown, suggestedName: unknown): Promise<PathGrant[] | null> {
    const opening = pick(OPENING, purpose);
    if (opening !== undefined) return this.#open(opening, TAKE_SEVERAL.has(purpose as ChoosePurpose));
    const saving = pick(SAVING, purpose);
    if (saving !== undefined) return this.#save(saving, suggestedName);
    throw new TickmarkError('BAD_ARGUMENT', 'There is no dialog for this purpose.');
  }

  /** Files that the user dropped: the preload knows their paths, the page does not. */
  adopt(paths: unknown): Promise<PathGrant[]> {
    const given = Array.isArray(paths) ? paths : [];
    const dropped = given.filter((path): path is string => typeof path === 'string' && isAbsolute(path));
    return Promise.resolve(dropped.map((path) => this.#desk.grants.issue(path, 'read', basename(path))));
  }

  reveal(token: unknown): Promise<null> {
    const { path } = this.#desk.grants.resolve(String(token), 'read');
    shell.showItemInFolder(path);
    return Promise.resolve(null);
  }

  async #open({ folder, ...asked }: Opening, several: boolean): Promise<PathGrant[] | null> {
    const options: OpenDialogOptions = {
      ...asked,
      properties: [folder ? 'openDirectory' : 'openFile', ...(several ? (['multiSelections'] as const) : [])],
    };
    const window = this.#window();
    const chosen = await (window === undefined
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    if (chosen.canceled) return null;
    // A folder is known by its place, a file by its name.
    return chosen.filePaths.map((path) =>
      this.#desk.grants.issue(path, 'read', folder ? path : basename(path)),
    );
  }

  async #save(
    saving: SaveDialogOptions & { name: string },
    suggestedName: unknown,
  ): Promise<PathGrant[] | null> {
    const { name, ...options } = saving;
    const suggested = safeName(typeof suggestedName === 'string' ? suggestedName : '', name);
    const asked = { ...options, defaultPath: join(app.getPath('documents'), suggested) };
    const window = this.#window();
    const chosen = await (window === undefined
      ? dialog.showSaveDialog(asked)
      : dialog.showSaveDialog(window, asked));
    return chosen.canceled || chosen.filePath === ''
      ? null
      : [this.#desk.grants.issue(chosen.filePath, 'write', chosen.filePath)];
  }
}

function pick<T>(table: Partial<Record<ChoosePurpose, T>>, purpose: unknown): T | undefined {
  return typeof purpose === 'string' && Object.hasOwn(table, purpose)
    ? table[purpose as ChoosePurpose]
    : undefined;
}
