import {
  concludeControl,
  controlMatrix,
  parseControlCsv,
  parseControls,
  saveControls,
  sheetRows,
  testDesign,
  testOperation,
} from '#engine/workpapers/index.ts';
import type { EngineContext, Handlers } from '../context.ts';
import { readSmall } from '../files.ts';

type Area =
  | 'controls.list'
  | 'controls.save'
  | 'controls.import'
  | 'controls.test-design'
  | 'controls.test-operation'
  | 'controls.conclude';

const LARGEST = 16 << 20;
const author = ({ deps }: EngineContext, by: string | undefined) => ({
  by: by ?? deps.actor,
  at: deps.now(),
});
const matrix = async ({ engagement }: EngineContext) => ({
  controls: await engagement.store.use(controlMatrix),
});

export const controlHandlers: Pick<Handlers, Area> = {
  'controls.list': matrix,

  'controls.save': async (context, { controls }) => {
    await saveControls(context.engagement, controls);
    return matrix(context);
  },

  'controls.import': async (context, { path }) => {
    const bytes = await readSmall(path, LARGEST);
    const workbook = bytes.subarray(0, 2).toString('latin1') === 'PK';
    const controls = workbook
      ? parseControls(await sheetRows(path))
      : parseControlCsv(bytes.toString('utf8'));
    return { ...(await saveControls(context.engagement, controls)), ...(await matrix(context)) };
  },

  'controls.test-design': async (context, request) =>
    testDesign(context.engagement, request, author(context, request.by)),

  'controls.test-operation': async (context, request) =>
    testOperation(context.engagement, request, author(context, request.by)),

  'controls.conclude': async (context, request) =>
    concludeControl(context.engagement, request, author(context, request.by)),
};
