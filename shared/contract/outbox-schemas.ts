import * as z from 'zod/mini';
import { ACTION_STATES, FOLLOW_UPS, type FollowUp, REMEDIATION_ACTIONS } from '../model/review.ts';

const nullText = z.nullable(z.string());

export const sentReview = z.object({
  request_id: z.string(),
  requested_on: z.string(),
  due_on: z.string(),
  campaigns: z.array(z.object({ campaign_id: z.string(), made: z.boolean(), items: z.number() })),
  workbooks: z.array(
    z.object({
      workbook_id: z.string(),
      reviewer: z.string(),
      rows: z.number(),
      file: z.string(),
      sha256: z.string(),
      /** null = the reviewer is stated by what is no address. */
      draft: nullText,
    }),
  ),
  /** Rows that nobody can be asked about. */
  unassigned: z.array(z.object({ reason: z.string(), rows: z.number(), means: z.string() })),
  /** False = no procedure was run: recommendations rest on the comparison with policy alone. */
  tested: z.boolean(),
  path: z.string(),
  files: z.number(),
});

export const sentReminders = z.object({
  on: z.string(),
  reminders: z.array(
    z.object({
      request_id: z.string(),
      workbook_id: z.string(),
      reviewer: z.string(),
      rows: z.number(),
      open: z.number(),
      unsure: z.number(),
      due_on: z.string(),
      file: z.string(),
      draft: nullText,
    }),
  ),
  path: z.string(),
  files: z.number(),
});

const rowCounts = z.object({
  approve: z.number(),
  revoke: z.number(),
  modify: z.number(),
  unsure: z.number(),
  open: z.number(),
  asked_again: z.number(),
});

export const workbookStatus = z.object({
  request_id: z.string(),
  workbook_id: z.string(),
  reviewer: z.string(),
  campaigns: z.array(z.string()),
  requested_on: z.string(),
  due_on: z.string(),
  rows: z.number(),
  counts: rowCounts,
  overdue: z.boolean(),
  returned: z.nullable(
    z.object({
      file: z.string(),
      source_id: z.string(),
      read: z.number(),
      loaded: z.number(),
      rejected: z.number(),
      /** Rejected rows by code. */
      codes: z.record(z.string(), z.number()),
    }),
  ),
});
export type WorkbookStatus = z.infer<typeof workbookStatus>;

export const followUpView = z.object({
  campaign_id: z.string(),
  workbook_id: z.string(),
  reviewer: z.string(),
  holder: z.string(),
  system: z.string(),
  question: z.string(),
  answer: z.string(),
  calls_for: z.enum(Object.keys(FOLLOW_UPS) as [FollowUp, ...FollowUp[]]),
  /** Whether the decisions on the rows do what the answer calls for; null = decisions cannot show it. */
  followed: z.nullable(z.boolean()),
});
export type FollowUpView = z.infer<typeof followUpView>;

export const actionView = z.object({
  action_id: z.string(),
  plan_id: z.string(),
  action: z.enum(REMEDIATION_ACTIONS),
  state: z.enum(ACTION_STATES),
  closed_on: nullText,
  shown_by: z.string(),
  past_due: z.boolean(),
  severity: nullText,
  cause: nullText,
  holder: nullText,
  system: nullText,
  account_id: nullText,
  resource: nullText,
  permission: nullText,
  new_permission: nullText,
  /** For separate: the rule that keeps apart. */
  rule: nullText,
  owner: nullText,
  planned_on: z.string(),
  due_on: z.string(),
  reason: nullText,
});
export type ActionView = z.infer<typeof actionView>;

export const actionCounts = z.object({
  open: z.number(),
  overdue: z.number(),
  closed: z.number(),
  cannot_tell: z.number(),
});

export const sentPlan = z.object({
  plan_id: nullText,
  added: z.number(),
  due_on: z.string(),
  counts: actionCounts,
  actions: z.array(actionView),
  /** Findings that are no part of the plan, by reason. */
  left_out: z.array(z.object({ reason: z.string(), findings: z.number() })),
  path: z.string(),
  files: z.number(),
});

export const outboxStatus = z.object({
  as_of: z.string(),
  workbooks: z.array(workbookStatus),
  follow_ups: z.array(followUpView),
  actions: z.array(actionView),
  counts: actionCounts,
});
export type OutboxStatus = z.infer<typeof outboxStatus>;
