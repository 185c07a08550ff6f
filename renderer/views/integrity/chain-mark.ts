import type { ChainVerdict, VerdictMark } from '#shared/model/vocabulary.ts';

export const CHAIN_MARK: Readonly<Record<ChainVerdict, VerdictMark>> = {
  intact: 'holds',
  broken: 'fails',
  not_proven: 'not_proven',
};
