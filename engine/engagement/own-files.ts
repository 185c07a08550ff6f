import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import {
  ADDENDA_FILE,
  ADDENDA_FOLDER,
  ATTACHMENTS_FOLDER,
  DATABASE_FILE,
  JOURNAL_FILE,
  SETTINGS_FILE,
} from './names.ts';

const FOLDERS = ['sources', '.work', 'packages', ADDENDA_FOLDER, ATTACHMENTS_FOLDER];
const FILES = [SETTINGS_FILE, DATABASE_FILE, `${DATABASE_FILE}.wal`, JOURNAL_FILE, ADDENDA_FILE];

/**
 * An engagement is a folder that somebody may have sent. Were one of its parts a link, what is read, written or
 * emptied would lie elsewhere on this machine; so nothing is touched before each part is what it should be.
 * Throws ENGAGEMENT_UNTRUSTED.
 */
export function requireOwnFiles(root: string): void {
  for (const [names, fits] of [
    [FOLDERS, 'isDirectory'],
    [FILES, 'isFile'],
  ] as const) {
    for (const name of names) {
      const status = lstatSync(join(root, name), { throwIfNoEntry: false });
      if (status === undefined || status[fits]()) continue;
      throw new TickmarkError(
        'ENGAGEMENT_UNTRUSTED',
        `${name} of the engagement is a link or another kind of file`,
        {
          hint: 'Nothing was touched. Ask for the engagement as plain files, or import its sources anew.',
        },
      );
    }
  }
}
