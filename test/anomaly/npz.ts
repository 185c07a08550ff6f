import { unzipSync } from 'fflate';

export interface Labelled {
  rows: number;
  columns: number;
  values: Float64Array;
  /** 1 = anomaly. */
  labels: number[];
}

/** A numeric array of NumPy (NEP 1): header with dtype and shape, then the values, row by row or column by column. */
function npy(bytes: Uint8Array): { shape: number[]; values: Float64Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6]! >= 2;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (long ? 12 : 10) + length;
  const header = new TextDecoder('latin1').decode(bytes.subarray(long ? 12 : 10, start));
  const type = /'descr': '([^']+)'/.exec(header)?.[1];
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const readers: Record<string, [number, (at: number) => number]> = {
    '<f8': [8, (at) => view.getFloat64(at, true)],
    '<f4': [4, (at) => view.getFloat32(at, true)],
    '<i8': [8, (at) => Number(view.getBigInt64(at, true))],
    '<i4': [4, (at) => view.getInt32(at, true)],
    '|u1': [1, (at) => view.getUint8(at)],
    '|i1': [1, (at) => view.getInt8(at)],
  };
  const reader = readers[type ?? ''];
  if (reader === undefined) throw new Error(`dtype ${type} is not read here`);
  const [size, read] = reader;
  const count = shape.reduce((product, n) => product * n, 1);
  const [rows = 0, columns = 1] = shape;
  const place = /'fortran_order': True/.test(header)
    ? (i: number) => (i % columns) * rows + Math.floor(i / columns)
    : (i: number) => i;
  return { shape, values: Float64Array.from({ length: count }, (_, i) => read(start + place(i) * size)) };
}

/** A labelled set: `X` (rows × columns) and `y`. */
export function readLabelled(npz: Uint8Array): Labelled {
  const files = unzipSync(npz);
  const x = npy(files['X.npy']!);
  const y = npy(files['y.npy']!);
  return { rows: x.shape[0]!, columns: x.shape[1]!, values: x.values, labels: [...y.values] };
}

/** Area under the ROC curve: the chance that an anomaly scores above an ordinary row, ties counting half. */
export function rocAuc(scores: ArrayLike<number>, labels: readonly number[]): number {
  const order = labels.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let ranks = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to += 1;
    const rank = (from + to + 1) / 2;
    for (let i = from; i < to; i += 1) if (labels[order[i]!] === 1) ranks += rank;
    from = to;
  }
  const anomalies = labels.filter((label) => label === 1).length;
  return (ranks - (anomalies * (anomalies + 1)) / 2) / (anomalies * (labels.length - anomalies));
}
