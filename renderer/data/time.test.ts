import { describe, expect, it } from 'vitest';
import { formatDate, formatInstant, formatMoment } from './time.ts';

describe('times with their zone', () => {
  // Paris: UTC+1 in winter, UTC+2 from the last Sunday of March, 01:00 UTC (Directive 2000/84/EC).
  it('writes the offset that the zone had at that instant', () => {
    expect(formatInstant(Date.UTC(2024, 10, 24, 14, 5, 23), 'Europe/Paris')).toBe(
      '2024-11-24 15:05:23 +01:00',
    );
    expect(formatInstant(Date.UTC(2024, 2, 31, 0, 59, 59), 'Europe/Paris')).toBe(
      '2024-03-31 01:59:59 +01:00',
    );
    expect(formatInstant(Date.UTC(2024, 2, 31, 1, 0, 0), 'Europe/Paris')).toBe('2024-03-31 03:00:00 +02:00');
  });

  it('writes half-hour offsets, negative offsets and UTC', () => {
    expect(formatInstant(Date.UTC(2024, 0, 1, 0, 0, 0), 'Asia/Kolkata')).toBe('2024-01-01 05:30:00 +05:30');
    expect(formatInstant(Date.UTC(2024, 0, 1, 0, 0, 0), 'America/New_York')).toBe(
      '2023-12-31 19:00:00 -05:00',
    );
    expect(formatInstant(Date.UTC(2024, 0, 1, 0, 0, 0, 7), 'UTC')).toBe('2024-01-01 00:00:00.007 Z');
  });

  it('shows UTC where the zone is unknown', () => {
    expect(formatInstant(0, 'Mars/Olympus')).toBe('1970-01-01 00:00:00 Z');
  });

  it('leaves dates without a zone, and text that is no time, alone', () => {
    expect(formatDate(Date.UTC(2024, 10, 24))).toBe('2024-11-24');
    expect(formatMoment('2024-11-24', 'Europe/Paris')).toBe('2024-11-24');
    expect(formatMoment('2024-11-24T14:05:23Z', 'Europe/Paris')).toBe('2024-11-24 15:05:23 +01:00');
    expect(formatMoment('2024-11-24 14:05:23+00', 'Europe/Paris')).toBe('2024-11-24 15:05:23 +01:00');
    expect(formatMoment('between 1 and 2 November', 'UTC')).toBe('between 1 and 2 November');
  });
});
