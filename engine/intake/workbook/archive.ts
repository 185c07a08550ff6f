import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { TickmarkError } from '#shared/model/errors.ts';

const LARGEST_ENTRY = 4 * 2 ** 30;
const STEEPEST = 400;
const RATIO_FROM = 16 * 2 ** 20;

function damaged(error: unknown): TickmarkError {
  const detail = error instanceof Error ? error.message : String(error);
  const truncated = /end of central directory/i.test(detail);
  return new TickmarkError(
    truncated ? 'FILE_TRUNCATED' : 'FILE_MALFORMED',
    `the ZIP container is damaged: ${detail}`,
    {
      hint: 'Copy or download the file again.',
      cause: error,
    },
  );
}

/** A ZIP container read by entry name; nothing of it is written to disk under a name of its own. */
export class Archive {
  readonly path: string;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;

  private constructor(path: string, zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>) {
    this.path = path;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Throws FILE_TRUNCATED, FILE_MALFORMED (two entries of one name among others). */
  static async open(path: string): Promise<Archive> {
    const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
      yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) =>
        error ? reject(damaged(error)) : resolve(opened),
      );
    });
    const entries = new Map<string, yauzl.Entry>();
    try {
      await new Promise<void>((resolve, reject) => {
        zip.on('error', (error: Error) => reject(damaged(error)));
        zip.on('end', () => resolve());
        zip.on('entry', (entry: yauzl.Entry) => {
          if (entries.has(entry.fileName)) {
            reject(damaged(new Error(`two entries are named ${entry.fileName}`)));
            return;
          }
          entries.set(entry.fileName, entry);
          zip.readEntry();
        });
        zip.readEntry();
      });
    } catch (error) {
      zip.close();
      throw error;
    }
    return new Archive(path, zip, entries);
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Bytes of an entry, checked against what the container promises. Throws FILE_TOO_COMPLEX on a bomb. */
  async *chunks(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (!entry) throw damaged(new Error(`${name} is missing`));
    const stream = await new Promise<Readable>((resolve, reject) => {
      this.#zip.openReadStream(entry, (error, opened) => (error ? reject(damaged(error)) : resolve(opened)));
    });
    let size = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > LARGEST_ENTRY || (size > RATIO_FROM && size > entry.compressedSize * STEEPEST)) {
          throw new TickmarkError(
            'FILE_TOO_COMPLEX',
            `${name} unpacks to more than ${size} bytes from ${entry.compressedSize}`,
            {
              hint: 'It looks like a decompression bomb. Ask for the data as CSV.',
            },
          );
        }
        yield chunk;
      }
    } catch (error) {
      throw error instanceof TickmarkError ? error : damaged(error);
    } finally {
      stream.destroy();
    }
  }

  close(): void {
    this.#zip.close();
  }
}
