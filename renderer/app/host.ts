import { useQuestion } from './connection.tsx';
import type { HostConnection } from './types.ts';

const info = (connection: HostConnection) => connection.host.info();
const recent = (connection: HostConnection) => connection.host.recent();

export const useHostInfo = () => useQuestion('host info', info);

export const useRecent = () => useQuestion('host recent', recent);
