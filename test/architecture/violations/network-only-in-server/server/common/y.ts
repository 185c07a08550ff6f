export const y = () => import('dns/promises');
