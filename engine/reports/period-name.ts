const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "November 2024" for a whole calendar month, else "2024-07-01 to 2024-12-31". */
export function periodName({ from, to }: { from: string; to: string }): string {
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const end = `${from.slice(0, 8)}${String(last).padStart(2, '0')}`;
  return day === 1 && to === end ? `${MONTHS[month - 1]} ${year}` : `${from} to ${to}`;
}
