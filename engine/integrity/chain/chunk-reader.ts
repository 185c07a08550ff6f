import type { Digests } from '../digests.ts';
import type { Profile } from '../profiles/schema.ts';
import { LineSplitter } from '../records/line-splitter.ts';
import { canScan, Scanner } from '../scanner/scanner.ts';
import type { CompiledWasm } from '../scanner/web-assembly.ts';
import type { ChunkFacts } from './chunk-facts.ts';
import { type CompiledProfile, compileProfile } from './compile.ts';
import { FormReader } from './reader.ts';
import type { RecordFacts } from './facts.ts';

/**
 * Reads and hashes whole chunks of NDJSON, each of which begins at the start of a line and ends at the end of one.
 * Chunks do not depend on each other: they may be read in any order and in several threads.
 */
export class ChunkReader {
  private readonly reader: FormReader;
  private readonly scanner: Scanner | null;
  private readonly compiled: CompiledProfile;
  private readonly digests: Digests;
  private readonly key: Uint8Array | null;

  /** `profiles`: as for FormReader. `module`: the compiled scanner, or null to read every record in TypeScript. */
  constructor(
    profiles: readonly Profile[],
    digests: Digests,
    key: Uint8Array | null,
    module: CompiledWasm | null,
  ) {
    this.reader = new FormReader(profiles, digests, key);
    this.compiled = compileProfile(profiles[0]!);
    this.scanner = module !== null && canScan(this.compiled) ? new Scanner(module, this.compiled) : null;
    this.digests = digests;
    this.key = profiles[0]!.digest.keyed ? key : null;
  }

  read(bytes: Uint8Array<ArrayBuffer>): ChunkFacts {
    const before = this.reader.decisions();
    const { scanner } = this;
    const read = scanner !== null && scanner.begin(bytes) ? this.scan(scanner, bytes) : this.readAll(bytes);
    return { bytes, ...read, decisive: this.reader.decisions().map((count, i) => count - before[i]!) };
  }

  private scan(scanner: Scanner, bytes: Uint8Array): Omit<ChunkFacts, 'bytes' | 'decisive'> {
    const { compiled, digests, key } = this;
    const { algorithm } = compiled.profile.digest;
    const facts: RecordFacts[] = [];
    let index = 0;
    for (; ; index++) {
      const length = scanner.next();
      if (length === 0) break;
      if (length > 0) {
        const canonical = scanner.canonical(length);
        const hex =
          key === null ? digests.hash(algorithm, canonical) : digests.hmac(algorithm, key, canonical);
        const right = scanner.states(compiled.prefix, hex, compiled.characters);
        if (right && scanner.accept()) continue;
        if (!right) scanner.forget();
      } else {
        scanner.forget();
      }
      const { start, end } = scanner;
      facts.push(this.reader.read({ index, offset: start, bytes: bytes.subarray(start, end) }));
    }
    return { records: index, rows: scanner.rows(), facts };
  }

  private readAll(bytes: Uint8Array): Omit<ChunkFacts, 'bytes' | 'decisive'> {
    const splitter = new LineSplitter(0);
    const records = [...splitter.push(bytes), ...splitter.finish()];
    const facts = records.map((record) => this.reader.read(record));
    return { records: records.length, rows: new Int32Array(0), facts };
  }
}
