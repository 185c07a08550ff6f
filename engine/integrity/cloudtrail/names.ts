/** Name of a file without folders and without `.gz`: what a log or digest is found by, wherever it was copied to. */
export function bareName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/\.gz$/i, '');
}

const DIGEST = /^(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_(.+)_([a-z0-9-]+)_\d{8}T\d{6}Z(_backfill)?\.json$/;
const LOG = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]+\.json$/;

/** The trail that a digest belongs to: `account region trail`, and whether it is the chain of late deliveries. */
export function trailOf(object: string): { trail: string; account: string; region: string } {
  const match = DIGEST.exec(bareName(object));
  if (match === null) {
    const folder = object.replace(/\/\d{4}\/\d\d\/\d\d\/[^/]*$/, '');
    return { trail: folder === object ? 'unnamed trail' : folder, account: '', region: '' };
  }
  const [, account, region, name, , backfill] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  return {
    trail: `${account} ${region} ${name}${backfill === undefined ? '' : ' backfill'}`,
    account,
    region,
  };
}

/** Account, region and moment of delivery that the name of a log file gives; null for other files. */
export function logName(file: string): { account: string; region: string; at: number } | null {
  const match = LOG.exec(bareName(file));
  if (match === null) return null;
  const [, account, region, year, month, day, hour, minute] = match as unknown as string[];
  return {
    account: account!,
    region: region!,
    at: Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)),
  };
}

/** `2015-08-17T15:01:31Z` */
export function utc(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Name of the digest that a file is, or is named after (`….json.gz.sig`); null for other names. */
export function digestStem(file: string): string | null {
  return /\d{12}_CloudTrail-Digest_[^/\\]+?_\d{8}T\d{6}Z(?:_backfill)?(?=\.|$)/.exec(file)?.[0] ?? null;
}
