import { useEffect } from 'react';
import { create } from 'zustand';
import type { Params, Result } from '#shared/contract/methods.ts';
import type { HostConnection } from '#shared/contract/host.ts';
import { integrityWords as t } from '../strings/integrity.ts';
import { useConnection } from './connection.tsx';
import { useEngagement } from './engagement.ts';
import { runJob } from './jobs.ts';
import type { ErrorEnvelope } from './types.ts';

export type Chain = Result<'chain.verify'>['chains'][number];

type Question = Pick<Params<'chain.verify'>, 'anchor' | 'checkpoint_key' | 'hmac_key'>;

interface ChainState {
  key: string | null;
  chains: readonly Chain[] | null;
  /** With what the chains that are shown were verified. */
  asked: Question;
  error: ErrorEnvelope | null;
  running: boolean;
}

const useStore = create<ChainState>(() => ({
  key: null,
  chains: null,
  asked: {},
  error: null,
  running: false,
}));

let last = 0;

/**
 * The verdicts over every chain, computed afresh from the sources once for each state of the engagement.
 * @param ready false as long as something else should be asked first: hashing takes all there is of the processor
 */
export function useChains(ready = true): ChainState {
  const connection = useConnection();
  const { id, counts } = useEngagement();
  const key = `${id} ${counts.sources} ${counts.loaded}`;
  useEffect(() => {
    if (!ready || useStore.getState().key === key) return;
    useStore.setState({ key });
    void verifyChains(connection);
  }, [connection, key, ready]);
  return useStore();
}

/** What is verified already; asks for nothing. */
export const useVerified = (): ChainState => useStore();

/**
 * Verifies again, against an anchor and with keys where there are any. They are used for this once and not kept. Of
 * several that are under way the one asked last counts, whichever ends first.
 */
export async function verifyChains(connection: HostConnection, question: Question = {}): Promise<void> {
  const { key } = useStore.getState();
  const turn = ++last;
  useStore.setState({ running: true });
  const answer = await runJob(connection, 'chain.verify', question, {
    title: t.job,
    outcome: ({ chains }) => t.done(chains.length),
    cancelled: t.cancelled,
    readOnly: true,
  });
  if (turn !== last || useStore.getState().key !== key) return;
  if (answer.ok)
    useStore.setState({ chains: answer.value.chains, asked: question, error: null, running: false });
  else useStore.setState({ chains: null, asked: question, error: answer.error, running: false });
}
