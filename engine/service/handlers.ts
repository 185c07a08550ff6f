import { accessHandlers } from './handlers/access.ts';
import { analysisHandlers } from './handlers/analysis.ts';
import { attachmentHandlers } from './handlers/attachments.ts';
import { controlHandlers } from './handlers/controls.ts';
import { comparisonHandlers } from './handlers/comparison.ts';
import { engagementHandlers } from './handlers/engagement.ts';
import { evidenceHandlers } from './handlers/evidence.ts';
import { findingHandlers } from './handlers/findings.ts';
import { identityHandlers } from './handlers/identities.ts';
import { intakeHandlers } from './handlers/intake.ts';
import { integrityHandlers } from './handlers/integrity.ts';
import { mappingHandlers } from './handlers/mapping.ts';
import { ownProcedureHandlers } from './handlers/own-procedures.ts';
import { outboxHandlers } from './handlers/outbox.ts';
import { overviewHandlers } from './handlers/overview.ts';
import { pbcHandlers } from './handlers/pbc.ts';
import { placeHandlers } from './handlers/places.ts';
import { queryHandlers } from './handlers/query.ts';
import { reportHandlers } from './handlers/reports.ts';
import { samplingHandlers } from './handlers/sampling.ts';
import { signoffHandlers } from './handlers/signoff.ts';
import type { Handlers } from './context.ts';

/** One handler a method; the type makes a missing or extra one an error. */
export const handlers: Handlers = {
  ...engagementHandlers,
  ...intakeHandlers,
  ...mappingHandlers,
  ...pbcHandlers,
  ...integrityHandlers,
  ...findingHandlers,
  ...ownProcedureHandlers,
  ...comparisonHandlers,
  ...accessHandlers,
  ...placeHandlers,
  ...queryHandlers,
  ...analysisHandlers,
  ...identityHandlers,
  ...evidenceHandlers,
  ...reportHandlers,
  ...overviewHandlers,
  ...outboxHandlers,
  ...signoffHandlers,
  ...attachmentHandlers,
  ...samplingHandlers,
  ...controlHandlers,
};
