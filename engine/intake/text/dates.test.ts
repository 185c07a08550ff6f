import { expect, test } from 'vitest';
import { epochDay, fileTime, isoDate, looseMoment, weekdayOf, zoneOffset } from './dates.ts';

// `date -u -d '1970-01-01 + 19800 days'`, and the calendar of 2024.
test('days since 1970 and days of the week', () => {
  expect(epochDay(0)).toBe('1970-01-01');
  expect(epochDay(19_800)).toBe('2024-03-18');
  expect(epochDay(-1)).toBe(null);
  expect(weekdayOf('2024-02-29')).toBe(4);
  expect(isoDate(2023, 2, 29)).toBe(null);
});

// `w32tm /ntte 133766208000000000` and the constant of MS-DTYP 2.3.3.
test('steps of 100 ns since 1601', () => {
  expect(fileTime('116444736000000000')).toBe('1970-01-01T00:00:00.000Z');
  expect(fileTime('133766208000000000')).toBe('2024-11-21T00:00:00.000Z');
  expect(fileTime('yesterday')).toBe(null);
});

test.each([
  ['2024-11-24', '2024-11-24'],
  ['2024-11-04T15:00:00.000+0100', '2024-11-04T15:00:00.000+01:00'],
  ['20241124', '2024-11-24'],
  ['24.11.2024', '2024-11-24'],
  ['24.11.2024 08:05', '2024-11-24T08:05:00'],
  ['24-NOV-24', '2024-11-24'],
  ['20-NOV-24 03.15.22.000000000 PM +01:00', '2024-11-20T15:15:22+01:00'],
  ['24/Nov/24 12:05 AM', '2024-11-24T00:05:00'],
  ['24/Nov/24 12:05 PM', '2024-11-24T12:05:00'],
  ['11/24/2024 3:15:22 PM', '2024-11-24T15:15:22'],
  ['24/11/2024 15:15', '2024-11-24T15:15:00'],
  ['5/5/2024', '2024-05-05'],
  ['00000000', null],
  ['Never', null],
  [null, null],
])('%s is %s', (text, iso) => {
  expect(looseMoment(text)).toEqual({ iso });
});

test('what can be read in two ways, or not at all, is told', () => {
  expect(looseMoment('3/4/2024 1:00:00 PM')).toEqual({
    fault: '"3/4/2024 1:00:00 PM" can be read as two dates: export dates as YYYY-MM-DD',
  });
  expect(looseMoment('31-FEB-24')).toEqual({ fault: '"31-FEB-24" is no date of the calendar' });
  expect(looseMoment('soon')).toEqual({ fault: '"soon" is no date in a known form' });
});

test('zones of server logs: one offset or none', () => {
  expect(zoneOffset('CET')).toBe('+01:00');
  expect(zoneOffset('-0530')).toBe('-05:30');
  expect(zoneOffset('+03')).toBe('+03:00');
  expect(zoneOffset('IST')).toBe(null);
});
