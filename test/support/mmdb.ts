// Writer of small databases in MaxMind's format (MaxMind DB File Format Specification 2.0), for IPv4 addresses one by one.

type Value = string | number | { double: number } | readonly Value[] | { readonly [name: string]: Value };

const head = (type: number, size: number): number[] => (type > 7 ? [size, type - 7] : [(type << 5) | size]);

function bytesOf(value: Value): number[] {
  if (typeof value === 'string') {
    const text = [...new TextEncoder().encode(value)];
    if (text.length > 28) throw new Error('only short texts are written');
    return [...head(2, text.length), ...text];
  }
  if (typeof value === 'number') {
    const four = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
    return [...head(6, 4), ...four];
  }
  if (Array.isArray(value)) return [...head(11, value.length), ...value.flatMap(bytesOf)];
  if ('double' in value) {
    const eight = new DataView(new ArrayBuffer(8));
    eight.setFloat64(0, value.double as number);
    return [...head(3, 8), ...new Uint8Array(eight.buffer)];
  }
  const entries = Object.entries(value as { [name: string]: Value });
  return [
    ...head(7, entries.length),
    ...entries.flatMap(([name, item]) => [...bytesOf(name), ...bytesOf(item)]),
  ];
}

interface Spot {
  country: string;
  latitude: number;
  longitude: number;
}

type Branch = [Branch | number | null, Branch | number | null];

/** A database of cities with these addresses, made on 2024-10-01. */
export function cityDatabase(spots: Readonly<Record<string, Spot>>): Uint8Array {
  const root: Branch = [null, null];
  const data: number[] = [];
  for (const [address, { country, latitude, longitude }] of Object.entries(spots)) {
    const bits = address
      .split('.')
      .flatMap((part) => Number(part).toString(2).padStart(8, '0').split('').map(Number));
    let at = root;
    for (const bit of bits.slice(0, -1)) {
      at[bit] ??= [null, null];
      at = at[bit] as Branch;
    }
    at[bits.at(-1)!] = data.length;
    data.push(
      ...bytesOf({
        country: { iso_code: country },
        location: { latitude: { double: latitude }, longitude: { double: longitude } },
      }),
    );
  }
  const nodes: Branch[] = [root];
  for (let i = 0; i < nodes.length; i++)
    for (const side of nodes[i]!) if (Array.isArray(side)) nodes.push(side);
  const record = (side: Branch | number | null): number[] => {
    const value =
      side === null ? nodes.length : Array.isArray(side) ? nodes.indexOf(side) : nodes.length + 16 + side;
    return [value >>> 16, (value >>> 8) & 255, value & 255];
  };
  const metadata = bytesOf({
    node_count: nodes.length,
    record_size: 24,
    ip_version: 4,
    database_type: 'Test-City',
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: Date.UTC(2024, 9, 1) / 1000,
    description: { en: 'for tests' },
  });
  return Uint8Array.from([
    ...nodes.flatMap((node) => node.flatMap(record)),
    ...Array.from({ length: 16 }, () => 0),
    ...data,
    0xab,
    0xcd,
    0xef,
    ...new TextEncoder().encode('MaxMind.com'),
    ...metadata,
  ]);
}
