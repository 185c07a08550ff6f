import { useQuestion } from './connection.tsx';
import type { HostConnection } from './types.ts';

const info = (connection: HostConnection) => connection.host.info();
const recent = (connection: HostConnection) => connection.host.recent();

const remembered = (connection: HostConnection) => connection.host.remembered();

export const useHostInfo = () => useQuestion('host info', info);

export const useRecent = () => useQuestion('host recent', recent);

/** Keys whose passphrase the host remembers. */
export const useRemembered = () => useQuestion('host remembered', remembered);
