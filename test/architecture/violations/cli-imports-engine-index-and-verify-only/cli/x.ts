export const x = () => import('../engine/evidence/build/y.ts');
