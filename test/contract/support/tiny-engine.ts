import { runEngineProcess } from '#server/index.ts';
import { TinyContract } from './tiny-contract.ts';

await runEngineProcess(new TinyContract());
