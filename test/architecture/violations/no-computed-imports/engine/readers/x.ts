export const x = (id: string) => import(`./${id}/reader.ts`);
