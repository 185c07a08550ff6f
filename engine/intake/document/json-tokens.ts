import { TickmarkError } from '#shared/model/errors.ts';

export function malformed(at: number, what: string): TickmarkError {
  return new TickmarkError('FILE_MALFORMED', `the JSON breaks at byte ${at}: ${what}`, {
    hint: 'Ask for the export again; if it was edited by hand, restore the original.',
  });
}

export function truncated(): TickmarkError {
  return new TickmarkError('FILE_TRUNCATED', 'the JSON ends before it is complete', {
    hint: 'Copy or download the file again.',
  });
}

/** The tokens of JSON (RFC 8259) in bytes, by where they end. Throws FILE_MALFORMED, FILE_TRUNCATED. */
export class JsonTokens {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  text(start: number, end: number): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start).toString('utf8');
  }

  protected space(from: number): number {
    let at = from;
    for (;;) {
      const byte = this.bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
      at += 1;
    }
  }

  /** End of the string that starts at `at`. */
  protected string(start: number): number {
    let at = start + 1;
    for (;;) {
      const byte = this.bytes[at];
      if (byte === undefined) throw truncated();
      if (byte === 0x22) return at + 1;
      if (byte < 0x20) throw malformed(at, 'a control character stands inside a text');
      if (byte === 0x5c) {
        const length = this.escape(at);
        at += length;
      } else at += 1;
    }
  }

  private escape(at: number): number {
    const kind = this.bytes[at + 1];
    if (kind === undefined) throw truncated();
    if ('"\\/bfnrt'.includes(String.fromCharCode(kind))) return 2;
    if (kind === 0x75 && /^[0-9a-fA-F]{4}$/.test(this.text(at + 2, Math.min(at + 6, this.bytes.length))))
      return 6;
    if (kind === 0x75 && at + 6 > this.bytes.length) throw truncated();
    throw malformed(at, 'an unknown escape');
  }

  /** A number, true, false or null. */
  protected word(start: number): number {
    let at = start;
    for (;;) {
      const byte = this.bytes[at];
      const part =
        byte !== undefined &&
        ((byte >= 0x30 && byte <= 0x39) ||
          (byte >= 0x61 && byte <= 0x7a) ||
          byte === 0x2b ||
          byte === 0x2d ||
          byte === 0x2e ||
          byte === 0x45);
      if (!part) break;
      at += 1;
    }
    const word = this.text(start, at);
    if (/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word)) return at;
    if (
      at >= this.bytes.length &&
      word !== '' &&
      /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|-?\d[\d.eE+-]*)$/.test(word)
    )
      throw truncated();
    throw malformed(start, 'a value is expected');
  }
}
