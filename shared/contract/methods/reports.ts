import * as z from 'zod/mini';
import { RUN_STATUSES } from '../../model/vocabulary.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, none, text } from './spec.ts';

/** What a host can ask about reports. */
export const reports = {
  /** Reports in their order. Those with `about` are asked for as `id:` and what it names, such as `user:ana@company.com`. */
  'report.list': {
    params: none,
    result: z.array(z.object({ id: z.string(), title: z.string(), about: z.nullable(z.string()) })),
  },
  'report.get': {
    params: z.object({ report: text, as_of: z.optional(s.momentText), period: z.optional(s.period) }),
    result: s.reportModel,
    long: true,
  },
  /** Writes a report to a file that must not exist yet. PDF reads as the text does; XLSX has its lines, rows and notes as sheets. */
  'report.export': {
    params: z.object({
      report: text,
      as_of: z.optional(s.momentText),
      period: z.optional(s.period),
      format: z.enum(['pdf', 'xlsx']),
      path: text,
    }),
    result: z.object({ file: z.string(), bytes: z.number() }),
    paths: { path: 'write' },
  },
  /** Every requirement of every framework with its procedures and how their latest runs ended; never that it is met. */
  'frameworks.coverage': {
    params: none,
    result: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        edition: z.string(),
        requirements: z.array(
          z.object({
            id: z.string(),
            also: z.array(z.string()),
            summary: z.string(),
            status: z.enum(['exceptions', 'not_concluded', 'no_exceptions', 'not_tested']),
            procedures: z.array(
              z.object({
                procedure: z.string(),
                status: z.enum(RUN_STATUSES),
                concluded: z.boolean(),
                population: z.nullable(z.number()),
                failing: z.nullable(z.number()),
              }),
            ),
          }),
        ),
      }),
    ),
  },
} as const satisfies Record<string, MethodSpec>;
