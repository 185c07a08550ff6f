import { createHash } from 'node:crypto';

/** Somebody in a header of a letter. */
export interface Mailbox {
  name: string;
  address: string;
}

export interface Letter {
  from: Mailbox;
  to: Mailbox;
  /** ISO instant. */
  date: string;
  subject: string;
  /** Lines end with LF. */
  text: string;
  attachment: { name: string; type: string; bytes: Uint8Array };
}

/** RFC 5322 dot-atom and host name, in ASCII: what every mail server takes. Quoted local parts are refused. */
const ADDRESS =
  /^(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

export function isAddress(text: string): boolean {
  return ADDRESS.test(text) && text.indexOf('@') <= 64;
}

/** One line without control characters: nothing that stands in data can begin another header. */
function oneLine(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

const ASCII = /^[\x20-\x7e]*$/;

/** RFC 2047 words in UTF-8 and base64, of whole characters, so short that no line has more than 76; folded. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let pending = '';
  for (const char of text) {
    if (Buffer.byteLength(pending + char) > 39) {
      words.push(pending);
      pending = '';
    }
    pending += char;
  }
  if (pending !== '') words.push(pending);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

/** Words of ASCII, folded where a line would have more than 76 characters. */
function folded(text: string, used: number): string {
  let column = used;
  return text
    .split(' ')
    .map((word, i) => {
      if (i === 0) {
        column += word.length;
        return word;
      }
      if (column + 1 + word.length > 76) {
        column = 1 + word.length;
        return `\r\n ${word}`;
      }
      column += 1 + word.length;
      return ` ${word}`;
    })
    .join('');
}

function unstructured(name: string, text: string): string {
  const line = oneLine(text);
  // A word of ASCII that is too long for a line, or looks like an encoded word, is encoded as well.
  const plain =
    ASCII.test(line) && !line.includes('=?') && line.split(/ +/).every((word) => word.length <= 60);
  return `${name}: ${plain ? folded(line.replace(/ +/g, ' '), name.length + 2) : encodedWords(line)}`;
}

function mailbox(name: string, { name: who, address }: Mailbox): string {
  if (!isAddress(address)) throw new RangeError('not an address');
  const line = oneLine(who).slice(0, 200);
  if (line === '') return `${name}: <${address}>`;
  const plain = ASCII.test(line) && !line.includes('=?') && line.length <= 60;
  const shown = plain ? `"${line.replace(/(["\\])/g, '\\$1')}"` : encodedWords(line);
  return `${name}: ${shown}\r\n <${address}>`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 5322 section 3.3, in UTC. */
function dateTime(iso: string): string {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time} +0000`;
}

/** RFC 2045 section 6.7. */
function quotedPrintable(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const bytes = [...Buffer.from(line.replace(/\r$/, ''))];
      const marks = bytes.map((byte, i) => {
        const last = i === bytes.length - 1;
        const plain = (byte >= 33 && byte <= 126 && byte !== 61) || ((byte === 32 || byte === 9) && !last);
        return plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      });
      let out = '';
      let column = 0;
      for (const mark of marks) {
        if (column + mark.length > 75) {
          out += '=\r\n';
          column = 0;
        }
        out += mark;
        column += mark.length;
      }
      return out;
    })
    .join('\r\n');
}

function base64Lines(bytes: Uint8Array): string {
  return (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n');
}

/** A file name as a parameter: quoted where it is ASCII, else RFC 2231 in UTF-8, in sections. */
function fileName(name: string): string {
  const line = oneLine(name);
  if (ASCII.test(line) && line.length <= 60) return `filename="${line.replace(/(["\\])/g, '\\$1')}"`;
  const encoded = [...Buffer.from(line)].map((byte) => {
    const char = String.fromCharCode(byte);
    return /[A-Za-z0-9._-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  const sections: string[] = [];
  let pending = '';
  for (const mark of encoded) {
    if (pending.length + mark.length > 50) {
      sections.push(pending);
      pending = '';
    }
    pending += mark;
  }
  sections.push(pending);
  return sections.map((part, i) => `filename*${i}*=${i === 0 ? "UTF-8''" : ''}${part}`).join(';\r\n ');
}

/**
 * A letter with one attachment as a draft (RFC 5322, MIME): the same letter gives the same bytes. It has no Message-ID:
 * whoever sends it gives one. `X-Unsent` makes mail programs that know it open it for editing. Throws RangeError on an
 * address that is none.
 */
export function buildDraft({ from, to, date, subject, text, attachment }: Letter): Uint8Array {
  const body = quotedPrintable(text);
  const file = base64Lines(attachment.bytes);
  // "=_" can stand in neither of the two encodings.
  const digest = createHash('sha256').update(body).update(file).digest('hex').slice(0, 32);
  const boundary = `=_tickmark-${digest}`;
  return Buffer.from(
    [
      'X-Unsent: 1',
      `Date: ${dateTime(date)}`,
      mailbox('From', from),
      mailbox('To', to),
      unstructured('Subject', subject),
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed;\r\n boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      body,
      `--${boundary}`,
      `Content-Type: ${attachment.type}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment;\r\n ${fileName(attachment.name)}`,
      '',
      file,
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  );
}
