// Imported before anything else: the verifier uses Node's Buffer as a global.
import { Buffer } from 'buffer/';

globalThis.Buffer = Buffer as unknown as typeof globalThis.Buffer;
