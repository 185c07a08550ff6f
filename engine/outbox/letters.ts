import { buildDraft, isAddress, type Mailbox } from '#engine/render/eml.ts';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface LetterSetting {
  client: string;
  from: Mailbox;
  /** Whom to ask; otherwise the sender. */
  contact: string | undefined;
  /** Day of the letter, YYYY-MM-DD. */
  day: string;
  due_on: string;
}

export interface Recipient {
  reviewer: string;
  reviewer_name: string;
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function greeting(name: string): string {
  const plain = name.replace(/\p{Cc}+/gu, ' ').trim();
  return plain === '' ? 'Good day,' : `Dear ${plain},`;
}

export function requestText(
  { client, from, contact, due_on }: LetterSetting,
  to: Recipient,
  what: { campaigns: readonly string[]; rows: number; holders: number; advice: number },
): { subject: string; text: string } {
  const reviews = what.campaigns.join(', ');
  return {
    subject: `Please review access by ${due_on} (${reviews})`,
    text: [
      greeting(to.reviewer_name),
      '',
      `you are the reviewer of record for ${plural(what.rows, 'access right', 'access rights')} of ${plural(what.holders, 'person or account', 'persons and accounts')} at ${client} (${reviews}).`,
      '',
      'Please open the attached workbook, decide on each row (approve, revoke, modify or unsure), answer the five questions, and',
      `send the workbook back by ${due_on}.`,
      ...(what.advice > 0
        ? [
            '',
            `${plural(what.advice, 'recommendation stands', 'recommendations stand')} on the sheet Recommendations.`,
          ]
        : []),
      '',
      'Please change nothing but the shaded cells: a row that differs from what was sent out is not accepted.',
      '',
      `Questions: ${contact ?? from.address}`,
      '',
      from.name === '' ? from.address : from.name,
      '',
    ].join('\n'),
  };
}

export function reminderText(
  { client, from, contact, due_on, day }: LetterSetting,
  to: Recipient,
  what: { campaigns: readonly string[]; rows: number; open: number; unsure: number; returned: boolean },
): { subject: string; text: string } {
  const reviews = what.campaigns.join(', ');
  const late = day > due_on;
  return {
    subject: `${late ? 'Overdue' : 'Reminder'}: review of access, due ${due_on} (${reviews})`,
    text: [
      greeting(to.reviewer_name),
      '',
      `${late ? `the review of access at ${client} was due on ${due_on}` : `the review of access at ${client} is due on ${due_on}`} (${reviews}).`,
      `${what.open} of ${plural(what.rows, 'row', 'rows')} wait for your decision.`,
      ...(what.unsure > 0
        ? [
            `${what.unsure} of them you were unsure about. That is no approval: please find out and decide, or tell us whom to ask.`,
          ]
        : []),
      ...(what.returned
        ? [
            '',
            'What you sent back is written into the attached workbook. Please complete it and send all of it back.',
          ]
        : ['', 'The workbook is attached once more.']),
      '',
      `Questions: ${contact ?? from.address}`,
      '',
      from.name === '' ? from.address : from.name,
      '',
    ].join('\n'),
  };
}

/** A draft, or null where the reviewer of record is stated by what is no address. */
export function draftFor(
  setting: LetterSetting,
  to: Recipient,
  letter: { subject: string; text: string },
  attachment: { name: string; bytes: Uint8Array },
): Uint8Array | null {
  if (!isAddress(to.reviewer)) return null;
  return buildDraft({
    from: setting.from,
    to: { name: to.reviewer_name, address: to.reviewer },
    // A letter has a date; its hour is nobody's business, and no clock gets into the bytes.
    date: `${setting.day}T00:00:00Z`,
    ...letter,
    attachment: { ...attachment, type: XLSX },
  });
}
