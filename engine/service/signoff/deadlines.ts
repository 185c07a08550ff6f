/** How long after the report the file must be closed, and how long it is kept. Each firm may set its own. */
export const COMPLETION_PRESETS = {
  /** PCAOB AS 1215: documentation complete 14 days after the report's release, kept seven years. */
  'pcaob-as1215': { assembly_days: 14, retention_years: 7 },
  /** ISA 230: assembled ordinarily within 60 days, kept ordinarily no less than five years. */
  'isa-230': { assembly_days: 60, retention_years: 5 },
} as const;

export interface Completion {
  preset: string;
  /** Day on which the report was released, YYYY-MM-DD. */
  report_date: string;
  assembly_days: number;
  retention_years: number;
}

export interface Deadline {
  what: 'assembly' | 'retention';
  /** Last day, YYYY-MM-DD. */
  due: string;
  days_left: number;
  state: 'open' | 'near' | 'overdue' | 'met';
}

/** From here on a deadline is called near: days. */
const NEAR = 14;
const DAY = 86_400_000;

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

function plusYears(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  // Date.UTC turns 29 February of a common year into 1 March; the last day of February is meant.
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, last))).toISOString().slice(0, 10);
}

/**
 * Deadlines as of `today` (YYYY-MM-DD in the engagement's zone). `closed`: day of sign-off, null while the work is open.
 * Retention runs in calendar years from the report; it is met when its last day has passed.
 */
export function deadlines(completion: Completion, closed: string | null, today: string): Deadline[] {
  const { report_date, assembly_days, retention_years } = completion;
  const assembly = new Date(Date.parse(`${report_date}T00:00:00Z`) + assembly_days * DAY)
    .toISOString()
    .slice(0, 10);
  const retention = plusYears(report_date, retention_years);
  const left = daysBetween(closed ?? today, assembly);
  const kept = daysBetween(today, retention);
  return [
    {
      what: 'assembly',
      due: assembly,
      days_left: left,
      state: left < 0 ? 'overdue' : closed !== null ? 'met' : left <= NEAR ? 'near' : 'open',
    },
    {
      what: 'retention',
      due: retention,
      days_left: kept,
      state: kept < 0 ? 'met' : kept <= NEAR ? 'near' : 'open',
    },
  ];
}

/** Making one takes some hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The day on which a moment falls in a zone. */
export function dayIn(zone: string, moment: string): string {
  const parts = formatOf(zone).formatToParts(new Date(moment));
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
