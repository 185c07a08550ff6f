import type { Digests } from '../digests.ts';
import type { Profile } from '../profiles/schema.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { type RecordFacts, RecordReader } from './facts.ts';

/**
 * Reads records under one profile, or under several canonical forms that a sample could not tell apart (sorted keys,
 * plain ASCII): a record that only one of them explains decides.
 */
export class FormReader {
  private readonly readers: RecordReader[];
  private readonly decisive: number[];

  constructor(profiles: readonly Profile[], digests: Digests, key: Uint8Array | null) {
    this.readers = profiles.map((profile) => new RecordReader(profile, digests, key));
    this.decisive = profiles.map(() => 0);
  }

  read(record: ChainRecordLine): RecordFacts {
    const facts = this.readers[0]!.read(record);
    if (facts.fault !== null || facts.sound) return facts;
    for (let i = 1; i < this.readers.length; i++) {
      const other = this.readers[i]!.read(record);
      if (other.fault !== null || !other.sound) continue;
      this.decisive[i]!++;
      return other;
    }
    return facts;
  }

  /** All candidates, in their order. */
  profiles(): Profile[] {
    return this.readers.map((reader) => reader.profile);
  }

  /** How often each candidate alone explained a record. */
  decisions(): number[] {
    return [...this.decisive];
  }

  /** Takes over what readers of other parts of the log decided. */
  addDecisions(counts: readonly number[]): void {
    counts.forEach((count, i) => (this.decisive[i]! += count));
  }

  /** The form that explains most records beyond those that all explain. */
  profile(): Profile {
    const most = Math.max(...this.decisive);
    return this.readers[most === 0 ? 0 : this.decisive.indexOf(most)]!.profile;
  }

  warnings(): string[] {
    const used = this.readers.filter((_, i) => this.decisive[i]! > 0).map((reader) => reader.profile.name);
    return used.length < 2 ? [] : [`The records follow more than one canonical form: ${used.join(', ')}.`];
  }
}
