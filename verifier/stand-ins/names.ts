import { type BaseBlock, type BaseStringBlock } from 'asn1js';
import { items, oid } from './public-key.ts';

/** Attributes of a name, those of one RDN together. */
function attributes(name: BaseBlock): { type: string; value: string }[][] {
  return items(name).map((rdn) =>
    items(rdn).map((attribute) => {
      const [type, value] = items(attribute);
      return {
        type: oid(type),
        value: String((value as BaseStringBlock | undefined)?.valueBlock.value ?? ''),
      };
    }),
  );
}

/** Equal for names that are the same but for case and white space (RFC 5280 section 7.1). */
export function comparableName(name: BaseBlock): string {
  const plain = (value: string) => value.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  return JSON.stringify(
    attributes(name).map((rdn) => rdn.map(({ type, value }) => `${type}=${plain(value)}`).sort()),
  );
}
