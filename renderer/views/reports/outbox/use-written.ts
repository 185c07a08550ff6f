import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { useConnection } from '../../../app/connection.tsx';
import type { JobOptions } from '../../../app/jobs.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';

/** Asks for a place, has the files written there as one archive, and shows it to the user. */
export function useWritten() {
  const connection = useConnection();
  const { busy, error, setError, run } = useAct();
  const [choosing, setChoosing] = useState(false);
  const write = async <M extends MethodName>(
    method: M,
    name: string,
    params: (path: string) => Params<M>,
    options: JobOptions<Result<M>>,
  ): Promise<Result<M> | null> => {
    setChoosing(true);
    const place = await connection.host.choose('export-save', name);
    setChoosing(false);
    if (!place.ok) {
      setError(place.error);
      return null;
    }
    const path = place.value?.[0]?.token;
    if (path === undefined) return null;
    const value = await run(method, params(path), options);
    if (value !== null) await connection.host.reveal(path);
    return value;
  };
  return { busy: busy || choosing, error, write };
}
