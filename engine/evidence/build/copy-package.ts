import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { openSource } from '../format/byte-source.ts';
import { bagName, TAG_MANIFEST } from '../format/layout.ts';
import { type OpenedPackage, openPackage } from '../format/open-package.ts';
import { REDACTION_PATH } from '../format/redaction/redacted.ts';
import { readEntry } from '../format/zip-read.ts';
import { type BagWriter, type WrittenFile, writeBag } from './bag-writer.ts';

export interface ExtendInput {
  /** The package to start from; it is not changed. */
  file: string;
  /** The ZIP to write; must not exist. */
  out: string;
  signal?: AbortSignal;
  /** Files that are not copied, because `add` writes them anew. */
  replaced: readonly string[];
  /** Looks at the package before anything is written; throws what forbids the extension. */
  admit: (opened: OpenedPackage) => Promise<void>;
  /** Adds files; `copied` are those taken over. */
  add: (bag: BagWriter, opened: OpenedPackage, copied: readonly WrittenFile[]) => Promise<void>;
}

/** Copies a package that holds, with more files. Throws PACKAGE_INVALID when it does not hold. Answers its name. */
export async function extendPackage(input: ExtendInput): Promise<string> {
  const { file, out, replaced } = input;
  const report = await verifyPackage(file);
  const failed = report.checks.filter(({ ok }) => ok === false);
  if (failed.length > 0) {
    throw new TickmarkError('PACKAGE_INVALID', `${file} does not hold: ${failed[0]?.detail}`, {
      details: failed,
      hint: 'A package that fails its own checks cannot be signed or stamped.',
    });
  }
  const opened = await openPackage(await openSource(file));
  if (opened.files.has(REDACTION_PATH)) {
    await opened.source.close();
    throw new TickmarkError('PACKAGE_INVALID', `${file} is a redacted package`, {
      hint: 'Sign or stamp the whole package, then redact it.',
    });
  }
  let id = '';
  try {
    await input.admit(opened);
    await writeBag(out, input.signal, async (bag) => {
      const copied: WrittenFile[] = [];
      for (const [path, entry] of opened.files) {
        if (replaced.includes(path)) continue;
        copied.push(await bag.add(path, { size: entry.size, stream: () => readEntry(opened.source, entry) }));
      }
      await input.add(bag, opened, copied);
      id = bagName(copied.find(({ path }) => path === TAG_MANIFEST)?.sha256 ?? '');
      return id;
    });
  } finally {
    await opened.source.close();
  }
  return id;
}
