export { y } from '#engine/none.ts';
