import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextFile } from './unpack.ts';

/** Where a JSON document of that size begins like an answer that carries a file, it is worth parsing whole. */
const LARGEST = 1 << 28;
const BEGINS = /^\s*\{\s*"(?:Content|GeneratedTime|ReportFormat)"\s*:/;

function decoded(content: string): string {
  const compact = content.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return content;
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return text.includes(',') && !text.includes('\uFFFD') ? text : content;
}

/**
 * The table inside a JSON answer that carries it as one text, in base64 or plain: `{"Content": …, "ReportFormat":
 * "text/csv"}`. null = the text is no such answer.
 */
export async function carriedTable(
  text: TextFile,
  start: string,
  scratch: string,
): Promise<{ text: TextFile; note: string } | null> {
  if (!BEGINS.test(start) || text.size > LARGEST) return null;
  let answer: { Content?: unknown; ReportFormat?: unknown; GeneratedTime?: unknown };
  try {
    answer = JSON.parse((await readFile(text.path, 'utf8')).replace(/^\uFEFF/, '')) as typeof answer;
  } catch {
    return null;
  }
  const { Content: content, ReportFormat: format, GeneratedTime: made } = answer;
  if (format !== 'text/csv' || typeof content !== 'string') return null;
  const path = join(scratch, 'carried.csv');
  const bytes = Buffer.from(decoded(content));
  await writeFile(path, bytes, { mode: 0o600 });
  const when = typeof made === 'string' ? `, made ${made}` : '';
  return {
    text: { path, size: bytes.length, encoding: 'utf-8', original: false },
    note: `the table is carried as text in the member Content${when}`,
  };
}
