import { asText, type Extract, isObject, type Json } from '#engine/intake/kit.ts';

/** Seconds since 1970, which the API writes as text with a fraction. */
const seconds = (value: Json | undefined) => asText(value)?.replace(/^(\d+)\.\d+$/, '$1') ?? null;

export const extract: Extract = (records) =>
  records.map((key, i) =>
    isObject(key)
      ? {
          record: i + 1,
          of: 'key',
          value: {
            fingerprint: asText(key['Fingerprint']),
            valid_from: seconds(key['ValidityStartTime']),
            valid_until: seconds(key['ValidityEndTime']),
            value: asText(key['Value']),
          },
        }
      : { record: i + 1, fault: 'a key must be an object', raw: key },
  );
