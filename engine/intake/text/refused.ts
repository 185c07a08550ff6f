import { TickmarkError } from '#shared/model/errors.ts';
import { mostly, plainLines, type TextHead } from './kit.ts';

const STATEMENT =
  /^\s*(?:--|\\|select|insert|update|delete|create|alter|drop|grant|revoke|set|reset|show|use|connect(?:ion)?|disconnect|begin|commit|flush)\b.*/i;

/** Texts that people hand over though they say nothing about access, with what to ask for instead. */
/** Header lines of an e-mail (RFC 5322). */
const MAIL =
  /^(?:received|return-path|message-id|mime-version|delivered-to|content-type|from|to|cc|date|subject|x-[\w-]+|dkim-signature):\s/i;

const KNOWN: readonly { is: (lines: readonly string[]) => boolean; message: string; hint: string }[] = [
  {
    is: (lines) => lines.some((line) => /^(?:NOTICE|INFO|LOG):\s+AUDIT: (?:SESSION|OBJECT),/.test(line)),
    message: 'it holds pgaudit lines as a client shows them, which state neither time nor user',
    hint: 'Ask for the log of the server (csvlog, jsonlog or stderr with %m and %u in log_line_prefix).',
  },
  {
    is: (lines) => {
      const statements = lines.filter((line) => STATEMENT.test(line)).length;
      return (
        statements >= 10 && statements >= lines.length * 0.12 && lines.some((line) => /;\s*$/.test(line))
      );
    },
    message:
      'it is a script or a transcript of SQL statements: it shows what was asked, not what is in force',
    hint: 'Ask for the result of one query as CSV, or for the output of SHOW GRANTS alone.',
  },
  {
    is: (lines) =>
      mostly(
        lines,
        /^(?:<\d{1,4}[>)](?:\d )?\S|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d [^\s,;]+ \S)/,
        0.7,
      ),
    message: 'it is a system log (syslog) of many programs, which no reader takes apart',
    hint: 'For log-ins ask for `last -F -w` and `lastb -F -w`; for sudo and sshd alone, for their lines as a table with the columns timestamp, user, action, result.',
  },
  {
    is: (lines) => {
      const first = lines.slice(0, 3);
      return (
        first.length === 3 &&
        first.every((line) => MAIL.test(line)) &&
        lines.some((line) => /^(?:received|return-path|message-id|mime-version):/i.test(line))
      );
    },
    message: 'it is an e-mail, not the file that came with it',
    hint: 'Save the attachment and import that.',
  },
  {
    is: (lines) => /\bload averages?: /.test(lines[0] ?? ''),
    message: 'it is the output of w or uptime, which shows only who is logged on at that moment',
    hint: 'Ask for `last -F -w`, which shows the log-ins of the past.',
  },
  {
    is: (lines) =>
      mostly(
        lines.filter((line) => !/^(?:\S*\/)?find: /.test(line)),
        /^(?:\.|\.{0,2}\/[^\t|;,]*)$/,
        0.95,
      ),
    message: 'it is a list of names of files: it says nothing about their owners and modes',
    hint: "Ask for `find PATH -printf '%m %u %g %y %s %TY-%Tm-%TdT%TH:%TM:%.2TS%Tz %p\\n'`.",
  },
];

/** Throws READER_MISMATCH for a text that is known to be of no use. */
export function refuseUseless(head: TextHead): void {
  const lines = plainLines(head);
  const known = lines.length === 0 ? undefined : KNOWN.find((one) => one.is(lines));
  if (known) throw new TickmarkError('READER_MISMATCH', known.message, { hint: known.hint });
}
