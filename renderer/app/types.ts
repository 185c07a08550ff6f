import type { Progress as ContractProgress } from '#shared/contract/envelope.ts';

export type { Answer } from '#shared/contract/envelope.ts';
export type { HostConnection, HostInfo, PathGrant } from '#shared/contract/host.ts';
export type { ErrorEnvelope } from '#shared/model/errors.ts';

/** Progress as a caller sees it: its own job, so without the id. */
export type Progress = Omit<ContractProgress, 'job' | 'method'>;
