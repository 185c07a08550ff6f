/** Words of the chart of a result and of the plan of a statement. */
export const chartWords = {
  show: 'What is shown of the result',
  rows: 'Rows',
  chart: 'Chart',
  plan: 'Plan',
  planOf: 'How the database would carry the statement out',
  planNote:
    'Read from the bottom up. Nothing was carried out; the counts after ~ are the database’s own estimates.',
  form: 'Chart of the result',
  kind: 'Kind',
  kinds: { bar: 'Bars', line: 'Line', scatter: 'Points' } as Readonly<Record<string, string>>,
  across: 'Across',
  upward: 'Upward',
  measure: 'Figure',
  measures: {
    count: 'Number of rows',
    sum: 'Sum',
    avg: 'Mean',
    min: 'Least',
    max: 'Most',
  } as Readonly<Record<string, string>>,
  step: 'Per',
  steps: {
    hour: 'hour',
    day: 'day',
    week: 'week',
    month: 'month',
    year: 'year',
    none: 'value as it is',
  } as Readonly<Record<string, string>>,
  countOf: 'rows',
  measured: (measure: string, column: string) => `${measure.toLowerCase()} of ${column}`,
  named: (figure: string, across: string) => `${figure} by ${across}`,
  points: (x: string, y: string) => `${y} against ${x}`,
  none: 'The result has no rows to draw.',
  noNumbers: 'Points need two columns of numbers or times.',
  noFigures: 'No value of these columns can be drawn.',
  cut: (shown: string, all: string) =>
    `The ${shown} of ${all} values with the largest figures are drawn. Narrow the statement to see the others.`,
  cutFirst: (shown: string, all: string) =>
    `The first ${shown} of ${all} values are drawn. A coarser step shows all of them.`,
  thinned: (nth: number, all: string) =>
    `Every ${nth}th of ${all} rows is drawn, in the order of the result.`,
  blank: (count: string) => `${count} without a figure or a place on the scale: not drawn.`,
  listed: (shown: string, all: string) => `The first ${shown} of ${all} points; the rows have them all.`,
  drawing: 'the chart',
  missing: '∅',
} as const;
