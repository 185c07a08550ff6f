import { StringDecoder } from 'node:string_decoder';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Archive } from './archive.ts';

export interface XmlHandlers {
  /** Local name, attributes as written. */
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
  /** Awaited between chunks of the document. */
  drain?: () => Promise<void>;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * Streams one XML part of a workbook past handlers. Document type declarations, and with them entities of one's own,
 * are refused. Throws FILE_MALFORMED.
 */
export async function readXml(archive: Archive, entry: string, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser();
  const malformed = (detail: string) =>
    new TickmarkError('FILE_MALFORMED', `${entry} of the workbook is not sound XML: ${detail}`, {
      hint: 'Save the workbook again, or ask for CSV.',
    });
  parser.on('error', (error: Error) => {
    throw malformed(error.message);
  });
  parser.on('doctype', () => {
    throw malformed('it declares a document type');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => handlers.open?.(local(tag.name), tag.attributes));
  parser.on('closetag', (tag: SaxesTagPlain) => handlers.close?.(local(tag.name)));
  if (handlers.text) parser.on('text', handlers.text);
  const decoder = new StringDecoder('utf8');
  for await (const chunk of archive.chunks(entry)) {
    parser.write(decoder.write(chunk));
    await handlers.drain?.();
  }
  parser.write(decoder.end());
  parser.close();
}
