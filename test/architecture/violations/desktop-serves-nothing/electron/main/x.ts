export { startServer } from '../../server/index.ts';
