import { asText, type Extract, isObject, type JsonObject } from '#engine/intake/kit.ts';

const member = (metadata: JsonObject, name: string) =>
  asText(metadata[name]) ?? asText(metadata[`x-amz-meta-${name}`]);

/** The signature stands in the user metadata of the object. */
export const extract: Extract = (records) =>
  records.map((head, i) => {
    const metadata = isObject(head) ? head['Metadata'] : undefined;
    const signature = isObject(metadata) ? member(metadata, 'signature') : null;
    return isObject(metadata) && signature !== null
      ? {
          record: i + 1,
          of: 'signature',
          value: { signature, algorithm: member(metadata, 'signature-algorithm') },
        }
      : { record: i + 1, fault: 'the metadata carries no signature', raw: head };
  });
