import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { CommandContext, ExitCode } from './command.ts';

export type FileFormat = 'json' | 'csv' | 'parquet' | 'arrow' | 'xlsx';

/** Writes a document (json) or the result of a statement (other formats) to --out, or to stdout. */
export async function writeOutput(
  { call, path, terminal }: CommandContext,
  content: unknown,
  format: FileFormat,
  out: string | undefined,
): Promise<ExitCode> {
  if (format === 'json') {
    if (out === undefined) terminal.json(content);
    else await writeNew(path(out), `${JSON.stringify(content, null, 2)}\n`);
    return 0;
  }
  if (out !== undefined) {
    const written = await call('query.export', { sql: String(content), format, path: path(out) });
    terminal.note(`${written.rows} rows written to ${written.file}`);
    return 0;
  }
  const temp = mkdtempSync(join(tmpdir(), 'tickmark-out-'));
  try {
    const { file } = await call('query.export', {
      sql: String(content),
      format,
      path: join(temp, `result.${format}`),
    });
    terminal.bytes(readFileSync(file));
    return 0;
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  if (existsSync(file))
    throw new TickmarkError('OUTPUT_EXISTS', `${file} exists already`, {
      hint: 'Name another file, or remove it first.',
    });
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    throw new TickmarkError('OUTPUT_FAILED', `${file} could not be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
