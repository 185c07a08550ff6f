import { TickmarkError } from '#shared/model/errors.ts';
import type { OpenContext, OpenedFile } from '../open-file.ts';

export function openWorkbook(_path: string, _context: OpenContext): Promise<OpenedFile> {
  throw new TickmarkError('FILE_BINARY', 'the file is a ZIP archive', {
    hint: 'Unpack it and import what is inside.',
  });
}
