import type { EngagementView } from '#shared/contract/schemas.ts';
import { createContext, use } from 'react';

const Context = createContext<EngagementView | null>(null);

export const EngagementProvider = Context.Provider;

/** The open engagement; only below the frame. */
export function useEngagement(): EngagementView {
  const engagement = use(Context);
  if (!engagement) throw new Error('no engagement is open');
  return engagement;
}
