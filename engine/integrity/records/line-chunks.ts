/** Buffers of pieces that are done with, to be filled again: fresh memory costs more than the copy into it. */
export class SpareBuffers {
  private readonly buffers: ArrayBuffer[] = [];

  keep(buffer: ArrayBuffer): void {
    if (this.buffers.length < 16) this.buffers.push(buffer);
  }

  take(length: number, usual: number): Uint8Array<ArrayBuffer> {
    const spare = this.buffers.pop();
    const buffer =
      spare !== undefined && spare.byteLength >= length ? spare : new ArrayBuffer(Math.max(length, usual));
    return new Uint8Array(buffer, 0, length);
  }
}

/** Cuts bytes into pieces of about `size` bytes that begin and end with a line. Each piece is a copy of its own. */
export async function* lineChunks(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
  spare: SpareBuffers,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let parts: Uint8Array[] = [];
  let held = 0;
  const take = (last: Uint8Array): Uint8Array<ArrayBuffer> => {
    const piece = spare.take(held + last.length, size);
    let at = 0;
    for (const part of parts) {
      piece.set(part, at);
      at += part.length;
    }
    piece.set(last, at);
    parts = [];
    held = 0;
    return piece;
  };
  for await (const received of source) {
    // A plain view: cutting a Buffer costs several times as much.
    const chunk = new Uint8Array(received.buffer, received.byteOffset, received.length);
    let from = 0;
    while (chunk.length - from + held >= size) {
      const wanted = Math.max(from, from + size - held);
      let feed = wanted > from ? chunk.lastIndexOf(10, wanted - 1) : -1;
      if (feed < from) feed = chunk.indexOf(10, wanted);
      if (feed < 0) break;
      yield take(chunk.subarray(from, feed + 1));
      from = feed + 1;
    }
    // A copy: the host may reuse the chunk.
    if (from < chunk.length) parts.push(chunk.slice(from));
    held += chunk.length - from;
  }
  if (held > 0) yield take(new Uint8Array(0));
}
