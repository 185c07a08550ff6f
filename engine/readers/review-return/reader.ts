import type { RejectCode } from '#shared/model/receipt.ts';
import { isObject, type Extract } from '#engine/intake/kit.ts';

/** Rows that were held against what was sent out: decisions become answers, lines of questions checklists. */
export const extract: Extract = (records, { list }) =>
  records.map((item, i) => {
    const record = i + 1;
    if (!isObject(item)) return { record, fault: 'a row must be an object with named fields', raw: item };
    const { value, fault, cells } = item;
    if (isObject(value)) return { record, of: list(i) === 'questions' ? 'checklist' : 'answer', value };
    const { code, message } = isObject(fault) ? fault : {};
    return { record, fault: String(message), raw: cells ?? null, code: String(code) as RejectCode };
  });
